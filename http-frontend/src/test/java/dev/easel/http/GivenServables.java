package dev.easel.http;

import dev.easel.serving.ReloadResult;
import dev.easel.serving.Servable;
import dev.easel.serving.Servables;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Servables that a test gives. */
public record GivenServables(List<Servable> all, boolean isFirstLoadOver, ReloadResult reload)
    implements Servables {

  public static GivenServables of(Servable... servables) {
    List<Servable> sorted =
        Arrays.stream(servables).sorted(Comparator.comparing(Servable::name)).toList();
    return new GivenServables(sorted, true, new ReloadResult(false, Optional.empty()));
  }

  @Override
  public Optional<Servable> find(String nameOrAlias) {
    return all.stream()
        .filter(one -> one.name().equals(nameOrAlias) || one.aliases().contains(nameOrAlias))
        .findFirst();
  }

  @Override
  public int waitingLoads() {
    return 0;
  }
}
