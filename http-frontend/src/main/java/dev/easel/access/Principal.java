package dev.easel.access;

/**
 * Who asks.
 *
 * @param keyId the id of the key that was sent
 * @param group the group of the key as it was when the request came
 */
public record Principal(String keyId, Group group) {

  /** The id of the key of {@code --api_key_file}, which everybody shares who has it. */
  public static final String SHARED = "api_key_file";

  /** Whether its key is one that many share, and so tells nobody apart. */
  public boolean isShared() {
    return keyId.equals(SHARED);
  }
}
