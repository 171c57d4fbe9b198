package dev.easel.calculators.payload;

/**
 * A model that knows what a request will take before it runs.
 *
 * <p><b>Threads</b>: any thread may ask at any time.
 */
public interface WorkModel extends ImageModel {

  /** How much the model's requests may take; may measure when it is first asked. */
  RunLimits limits();

  /**
   * What a request will take.
   *
   * <p><b>Failure</b>: a {@link RequestException} when the request cannot be read or done.
   */
  Workload workload(HttpRequestPayload request);

  /**
   * What a client learns that follows its request's progress and has to wait.
   *
   * @param place how many requests begin before this one does, and this one
   * @param seconds how long until the pictures are there, by estimate
   */
  HttpResponsePayload waitingNotice(ImageTask task, int place, double seconds);
}
