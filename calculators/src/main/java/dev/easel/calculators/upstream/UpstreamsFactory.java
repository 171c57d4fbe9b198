package dev.easel.calculators.upstream;

import dev.easel.calculators.proto.UpstreamImagesCalculatorOptions;
import dev.easel.framework.resource.ResourceFactory;
import dev.easel.framework.resource.ResourceRequest;
import dev.easel.framework.resource.SharedResource;

/** Opens the upstreams that a node's options name. */
public final class UpstreamsFactory implements ResourceFactory {

  /** Opens nothing yet. */
  public UpstreamsFactory() {}

  @Override
  public SharedResource open(ResourceRequest request) {
    return Upstreams.open(request);
  }

  /** Looks at the options, and for the keys and certificates that they name. */
  @Override
  public void check(ResourceRequest request) {
    Upstreams.open(request).close();
  }

  /** Nodes with the same options share what they know of their upstreams. */
  @Override
  public Object identity(ResourceRequest request) {
    return request.options(UpstreamImagesCalculatorOptions.class);
  }
}
