package dev.easel.calculators.image.jpeg;

/**
 * One of a frame's components.
 *
 * @param index its place in the frame
 * @param id its number in scans
 * @param across its blocks in a row of an MCU
 * @param down its blocks in a column of an MCU
 * @param table the number of its quantization table
 * @param columns its samples in a row of the picture
 * @param rows its rows of samples
 * @param blocksAcross the blocks that hold its samples, in a row of blocks
 * @param blocksDown the rows of blocks that hold its samples
 * @param blocksInRow its blocks in a row of whole MCUs
 */
record Component(
    int index,
    int id,
    int across,
    int down,
    int table,
    int columns,
    int rows,
    int blocksAcross,
    int blocksDown,
    int blocksInRow) {

  /** All its blocks. */
  long blocks() {
    return (long) blocksInRow * blocksDown;
  }
}
