package dev.easel.serving.run;

import dev.easel.serving.LoadPhase;
import dev.easel.serving.ServableState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a servable is doing at one moment, with what it has then and nothing else.
 *
 * <pre>
 *   Loading ──serve──▶ Serving ──unload──▶ OnDemand ──serve──▶ Serving
 *      │ ▲                │ ▲ fail, postpone: serves as before     │
 *      │ └─load─ Failed ◀─┼─┼───────────── fail ───────────────────┘
 *      └─fail──────▲      └─┘
 *   any ──remove──▶ Removed, which is for ever
 * </pre>
 *
 * <p><b>Threads</b>: immutable; {@link ServedGraph} replaces one by the next.
 */
sealed interface ServableLife {

  /** How far its last load came, and when. */
  LoadTimes load();

  /** The same with another account of its load. */
  ServableLife with(LoadTimes load);

  /** When what is served was loaded, or when the servable was first named. */
  Instant created();

  /** As KServe's API calls it. */
  ServableState state();

  /** What is loaded. */
  default Optional<LoadedGraph> graph() {
    return Optional.empty();
  }

  /** Why the last load failed. */
  default Optional<String> failure() {
    return Optional.empty();
  }

  /** Further names. */
  default List<String> aliases() {
    return List.of();
  }

  /** A load has begun or goes on; what serves goes on too, and an old failure is forgotten. */
  default ServableLife loading(LoadTimes load) {
    return with(load);
  }

  /** Serves this from now on. */
  default ServableLife serve(LoadedGraph graph, long modelBytes) {
    return new Serving(
        graph, modelBytes, Optional.empty(), load().ended(LoadPhase.LOADED), Instant.now());
  }

  /** The load has failed. */
  default ServableLife fail(String reason) {
    return new Failed(reason, load().ended(LoadPhase.FAILED), created());
  }

  /** There was no room to load it; a request will have it tried again. */
  default ServableLife postpone(String reason) {
    return new OnDemand(aliases(), load().ended(LoadPhase.ON_DEMAND), created());
  }

  /** It is taken out of the list. */
  default ServableLife remove(boolean isOpen) {
    return new Removed(isOpen, load().at(LoadPhase.REMOVED), created());
  }

  /** It is being loaded, and has never served or could not be loaded the last time. */
  record Loading(LoadTimes load, Instant created) implements ServableLife {

    /** Checks that the load fits. */
    public Loading {
      load.check(load.isGoingOn());
    }

    @Override
    public ServableState state() {
      return ServableState.LOADING;
    }

    @Override
    public ServableLife with(LoadTimes newLoad) {
      return new Loading(newLoad, created);
    }
  }

  /** It could not be loaded, and nothing is served. */
  record Failed(String reason, LoadTimes load, Instant created) implements ServableLife {

    /** Checks that the load fits. */
    public Failed {
      load.check(load.phase() == LoadPhase.FAILED);
    }

    @Override
    public ServableState state() {
      return ServableState.LOADING;
    }

    @Override
    public Optional<String> failure() {
      return Optional.of(reason);
    }

    @Override
    public ServableLife with(LoadTimes newLoad) {
      return new Loading(newLoad, created);
    }
  }

  /** Nothing is loaded; a request has it loaded, and waits for that. */
  record OnDemand(List<String> aliases, LoadTimes load, Instant created) implements ServableLife {

    /** Checks that the load fits. */
    public OnDemand {
      load.check(load.isGoingOn() || load.phase() == LoadPhase.ON_DEMAND);
    }

    @Override
    public ServableState state() {
      return ServableState.AVAILABLE;
    }

    @Override
    public ServableLife with(LoadTimes newLoad) {
      return new OnDemand(aliases, newLoad, created);
    }
  }

  /**
   * It serves; a load of something newer may be going on.
   *
   * @param modelBytes the size of the loaded model's files
   * @param failure why something newer could not be loaded
   */
  record Serving(
      LoadedGraph loaded,
      long modelBytes,
      Optional<String> failure,
      LoadTimes load,
      Instant created)
      implements ServableLife {

    /** Checks that the load fits. */
    public Serving {
      load.check(load.isGoingOn() || load.phase() == LoadPhase.LOADED);
    }

    @Override
    public ServableState state() {
      return ServableState.AVAILABLE;
    }

    @Override
    public Optional<LoadedGraph> graph() {
      return Optional.of(loaded);
    }

    @Override
    public List<String> aliases() {
      return loaded.aliases();
    }

    @Override
    public ServableLife with(LoadTimes newLoad) {
      return new Serving(loaded, modelBytes, failure, newLoad, created);
    }

    @Override
    public ServableLife loading(LoadTimes newLoad) {
      return new Serving(loaded, modelBytes, Optional.empty(), newLoad, created);
    }

    @Override
    public ServableLife fail(String reason) {
      return new Serving(
          loaded, modelBytes, Optional.of(reason), load.ended(LoadPhase.LOADED), created);
    }

    @Override
    public ServableLife postpone(String reason) {
      return fail(reason);
    }

    /** Nothing is served until a request asks for it. */
    ServableLife unload() {
      return new OnDemand(aliases(), load.at(LoadPhase.ON_DEMAND), created);
    }
  }

  /**
   * It was taken out of the list; a name that returns is another servable's.
   *
   * @param isOpen whether runs still use what was served
   */
  record Removed(boolean isOpen, LoadTimes load, Instant created) implements ServableLife {

    /** Checks that the load fits. */
    public Removed {
      load.check(load.phase() == LoadPhase.REMOVED);
    }

    @Override
    public ServableState state() {
      return isOpen ? ServableState.UNLOADING : ServableState.END;
    }

    @Override
    public ServableLife with(LoadTimes newLoad) {
      return this;
    }

    @Override
    public ServableLife serve(LoadedGraph graph, long modelBytes) {
      return this;
    }

    @Override
    public ServableLife fail(String reason) {
      return this;
    }

    @Override
    public ServableLife postpone(String reason) {
      return this;
    }
  }
}
