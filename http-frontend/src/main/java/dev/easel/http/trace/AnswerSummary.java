package dev.easel.http.trace;

/**
 * What a span says of an answer.
 *
 * @param status the status; 0 when none was sent
 * @param bytes how many bytes of its body were sent
 * @param steps the answer's {@code x-easel-steps}; or ""
 * @param seed the answer's {@code x-easel-seed}; or ""
 * @param error what went wrong, in a word, also after a good status was sent; or ""
 */
public record AnswerSummary(int status, long bytes, String steps, String seed, String error) {}
