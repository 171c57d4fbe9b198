package dev.easel.http.desk.call;

import dev.easel.calculators.http.HttpResponsePayload;

/** What a desk answers. */
public sealed interface DeskAnswer {

  /** All at once. */
  record Whole(HttpResponsePayload payload) implements DeskAnswer {}

  /** In pieces. */
  record Pieces(PieceSource source) implements DeskAnswer {}
}
