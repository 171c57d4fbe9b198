package dev.easel.http.auth;

import dev.easel.access.Access;
import dev.easel.access.Principal;
import dev.easel.access.Scope;
import dev.easel.access.usage.Meters;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.http.RunContext;
import dev.easel.http.error.ErrorAnswer;
import dev.easel.http.error.ErrorObject;
import dev.easel.http.error.Refusal;
import dev.easel.http.route.Endpoint;
import dev.easel.http.store.PictureKey;
import dev.easel.serving.Accounts;
import dev.easel.serving.Allowance;
import dev.easel.serving.RunTerms;
import java.time.Duration;
import java.util.Optional;

/**
 * Which endpoints need a key, and what of.
 *
 * <p>Health, readiness and KServe's metadata stay open, so that probes need no key; so do the pages
 * for people, since a browser sends no key when it opens one. Everything under the API's prefixes
 * is closed: what runs a graph, shows what one has made, lists what is served or changes the
 * server.
 *
 * <p><b>Threads</b>: any.
 */
public final class AccessRules implements Accounts {

  /** Everything is open. */
  public static final AccessRules OPEN =
      new AccessRules(Access.none(), Optional.empty(), false, false);

  private final Access access;
  private final Optional<Meters> meters;
  private final boolean showsImages;
  private final boolean guardsMetrics;
  private final boolean tracesForAll;

  /**
   * Rules.
   *
   * @param access the keys; whoever opened them closes them
   * @param meters what keys use; empty where nothing is counted
   * @param showsImages whether the images that answers name by URL need no key
   * @param guardsMetrics whether the metrics need one
   */
  public AccessRules(
      Access access, Optional<Meters> meters, boolean showsImages, boolean guardsMetrics) {
    this(access, meters, showsImages, guardsMetrics, false);
  }

  private AccessRules(
      Access access,
      Optional<Meters> meters,
      boolean showsImages,
      boolean guardsMetrics,
      boolean tracesForAll) {
    this.access = access;
    this.meters = meters;
    this.showsImages = showsImages;
    this.guardsMetrics = guardsMetrics;
    this.tracesForAll = tracesForAll;
  }

  /** The same rules, by which anybody may have a request traced where no keys are demanded. */
  public AccessRules tracingForAll() {
    return new AccessRules(access, meters, showsImages, guardsMetrics, true);
  }

  /**
   * Why a request may not be traced; empty if it may. A trace takes memory and shows how a graph is
   * made, so a server without keys allows it only where its operator does.
   */
  public Optional<ErrorAnswer> traceRefusal(Admission admission) {
    if (access.isDemanded()) {
      Optional<Principal> known = admission.principal();
      return known.isPresent() && !known.get().group().has(Scope.ADMIN)
          ? Optional.of(lacking(known.get(), Scope.ADMIN))
          : Optional.empty();
    }
    return tracesForAll
        ? Optional.empty()
        : Optional.of(
            ErrorAnswer.of(
                403,
                "This server has no keys, so anybody could have requests traced: its operator"
                    + " allows that with --trace_requests.",
                "traces_off"));
  }

  /** Rules of one key that everybody shares. */
  public static AccessRules shared(ApiKey key, boolean showsImages) {
    return new AccessRules(
        Access.shared(Optional.of(key.hash())), Optional.empty(), showsImages, false);
  }

  /** Whether keys are demanded at all. */
  public boolean isDemanded() {
    return access.isDemanded();
  }

  /** Whether the images that answers name by URL need no key. */
  public boolean showsImages() {
    return showsImages;
  }

  /**
   * Whether a kept picture is not there for somebody, since another key had it made. Who shares the
   * key that may do everything finds each whose name is known.
   *
   * @param key the picture's name
   * @param owner as an admission says it
   */
  public boolean hidesPicture(String key, String owner) {
    return isDemanded()
        && !showsImages
        && !owner.equals(RunContext.EVERYBODY)
        && !PictureKey.isOf(key, owner);
  }

  /** Reads the keys again if they have changed; returns why they cannot be, if so. */
  public Optional<String> reload() {
    return access.reload();
  }

  /** Judges a request by its head: the admission says who asks, or why it may not go on. */
  public Admission admit(Endpoint endpoint, Optional<String> authorization) {
    if (!access.isDemanded()) {
      return Admission.OPEN;
    }
    Optional<Principal> principal = ApiKey.sent(authorization).flatMap(access::find);
    if (!needsKey(endpoint)) {
      return Admission.of(principal);
    }
    return principal
        .map(known -> admit(endpoint, known))
        .orElseGet(() -> Admission.refused(unknown(authorization.isEmpty())));
  }

  private Admission admit(Endpoint endpoint, Principal known) {
    Optional<Scope> scope = scope(endpoint);
    if (scope.isPresent() && !known.group().has(scope.get())) {
      return Admission.refused(lacking(known, scope.get()));
    }
    if (isForPictures(endpoint) && !known.group().hasImages()) {
      return Admission.refused(
          ErrorAnswer.bare(404, "Images API is not supported for this platform"));
    }
    boolean isCounted = endpoint.isRun() || endpoint.atOnce().isPresent();
    return isCounted && meters.isPresent()
        ? Admission.metered(known, meters.get().of(known.group()), endpoint.atOnce().isPresent())
        : Admission.of(Optional.of(known));
  }

  private boolean needsKey(Endpoint endpoint) {
    return switch (endpoint) {
      case SERVER_METADATA, LIVE, READY, MODEL_READY, MODEL_METADATA, INFER, OPENAPI -> false;
      // The pages hold no data: what they show, they ask the API for, with the key that is typed
      // in.
      case PLAYGROUND_PAGE, GRAPHS_PAGE, PAGE_FILE -> false;
      case METRICS -> guardsMetrics;
      case STORED_IMAGE -> !showsImages;
      case GRAPHS, GRAPH, GRAPH_DRAWING, TRACES, TRACE -> true;
      case MODELS, MODEL, CONFIG, CONFIG_RELOAD, ADAPTER_LOAD, ADAPTER_UNLOAD -> true;
      case GENERATIONS, EDITS, VARIATIONS, SERVABLE -> true;
      case SERVABLE_GENERATIONS, SERVABLE_EDITS, SERVABLE_VARIATIONS -> true;
      case DEPLOYMENT_GENERATIONS, DEPLOYMENT_EDITS -> true;
      case GENERATIONS_ASYNC, EDITS_ASYNC, VARIATIONS_ASYNC -> true;
      case SERVABLE_GENERATIONS_ASYNC, SERVABLE_EDITS_ASYNC, SERVABLE_VARIATIONS_ASYNC -> true;
      case TASK_LIST, TASK, TASK_CANCEL, TASK_EVENTS -> true;
      case FILE_LIST, FILE_UPLOAD, FILE, FILE_DELETE, FILE_CONTENT -> true;
      case BATCH_LIST, BATCH_CREATE, BATCH, BATCH_CANCEL -> true;
    };
  }

  /** What a key must be for; any known key may list what is served. */
  private static Optional<Scope> scope(Endpoint endpoint) {
    return switch (endpoint) {
      case METRICS -> Optional.of(Scope.METRICS);
      case CONFIG_RELOAD, ADAPTER_LOAD, ADAPTER_UNLOAD -> Optional.of(Scope.ADMIN);
      case GRAPHS, GRAPH, GRAPH_DRAWING, TRACES, TRACE -> Optional.of(Scope.ADMIN);
      case STORED_IMAGE -> Optional.of(Scope.GENERATE);
      default -> isForPictures(endpoint) ? Optional.of(Scope.GENERATE) : Optional.empty();
    };
  }

  @Override
  public RunTerms terms(String caller, String owner, Duration limit) {
    Optional<Admission> known = accepted(caller);
    return known
        .map(one -> new RunTerms(caller, owner, limit, one.weight(), one.unrefusable()))
        .orElseGet(() -> new RunTerms(caller, owner, limit, 1, Allowance.UNLIMITED));
  }

  @Override
  public Optional<Duration> wait(String owner) {
    return accepted(owner).flatMap(Admission::untilFree);
  }

  @Override
  public void checkModel(String owner, String model) {
    try {
      accepted(owner).ifPresent(known -> known.checkModel(model));
    } catch (Refusal e) {
      ErrorObject error = e.answer().error();
      throw RequestException.withStatus(
          e.answer().status(), "model", error.code().orElse("invalid_value"), error.message());
    }
  }

  private Optional<Admission> accepted(String name) {
    return Optional.of(name)
        .filter(text -> text.startsWith(Admission.KEY))
        .flatMap(text -> access.table().byId(text.substring(Admission.KEY.length())))
        .map(who -> Admission.accepted(who, meters.map(all -> all.of(who.group()))));
  }

  private static boolean isForPictures(Endpoint endpoint) {
    return endpoint.isRun() || endpoint.isDesk();
  }

  private static ErrorAnswer unknown(boolean isMissing) {
    String message =
        isMissing
            ? "This server needs an API key: send the header 'Authorization: Bearer <key>'."
            : "Incorrect API key: the header must be 'Authorization: Bearer <key>' with a key of"
                + " this server that has not expired.";
    return ErrorAnswer.of(401, message, "invalid_api_key").with("www-authenticate", "Bearer");
  }

  private static ErrorAnswer lacking(Principal known, Scope scope) {
    return ErrorAnswer.of(
        403,
        "This key may not do that: its group '%s' lacks the scope '%s'."
            .formatted(known.group().name(), scope.label()),
        "insufficient_scope");
  }
}
