package dev.easel.calculators.task;

import java.net.URI;

/** Where an image is that a request names instead of sending it. */
public sealed interface ImageAddress {

  /** On another server. */
  record Web(URI url) implements ImageAddress {}

  /** Among the files that clients have uploaded to this server. */
  record UploadedFile(String id) implements ImageAddress {}

  /** Among the pictures that this server has made and keeps. */
  record MadePicture(String key) implements ImageAddress {}
}
