package dev.easel.framework.stream.handler;

import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.policy.InputSet;
import dev.easel.framework.policy.InputStreamHandler;
import dev.easel.framework.policy.InputStreamHandlerFactory.Request;
import dev.easel.framework.proto.SyncSetInputStreamHandlerOptions;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Aligns the inputs of each set with each other, and no set with another. */
final class SyncSetInputStreamHandler extends InputStreamHandler {
  private final boolean processBounds;
  private final List<int[]> groups = new ArrayList<>();
  private final List<QueueSet> sets = new ArrayList<>();
  private @Nullable QueueSet ready;
  private long readyAt = Timestamp.DONE;

  SyncSetInputStreamHandler(Request request) {
    processBounds = request.processTimestampBounds();
    boolean[] used = new boolean[request.inputs().size()];
    for (var group :
        request.options().getExtension(SyncSetInputStreamHandlerOptions.ext).getSyncSetList()) {
      groups.add(group.getTagIndexList().stream().mapToInt(t -> claim(request, t, used)).toArray());
      if (group.getTagIndexCount() == 0) {
        throw new StatusException(StatusCode.INVALID_ARGUMENT, "a sync_set names no stream");
      }
    }
    int[] rest = IntStream.range(0, used.length).filter(i -> !used[i]).toArray();
    if (rest.length > 0) {
      groups.add(rest);
    }
  }

  private static int claim(Request request, String tagIndex, boolean[] used) {
    int id = NamedStreams.id(request.inputs(), tagIndex);
    if (used[id]) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT, "stream \"" + tagIndex + "\" is in more than one sync set.");
    }
    used[id] = true;
    return id;
  }

  @Override
  protected void started() {
    for (int[] group : groups) {
      sets.add(new QueueSet(group, queues(), processBounds));
    }
  }

  @Override
  public Readiness readiness() {
    if (ready == null) {
      long bound = Timestamp.DONE;
      for (QueueSet set : List.copyOf(sets)) {
        Readiness found = set.readiness();
        bound = found.timestamp();
        if (found.state() == State.CLOSE) {
          sets.remove(set);
        } else if (found.state() == State.READY && found.timestamp() < readyAt) {
          readyAt = found.timestamp();
          ready = set;
        }
      }
      if (ready == null) {
        return sets.isEmpty() ? Readiness.close() : Readiness.notReady(bound);
      }
    }
    return Readiness.ready(readyAt);
  }

  @Override
  public void fill(long timestamp, InputSet to) {
    for (int id = 0; id < queues().size(); id++) {
      if (ready != null && contains(ready.ids(), id)) {
        take(id, timestamp, to);
      } else {
        takeBound(id, to);
      }
    }
    ready = null;
    readyAt = Timestamp.DONE;
  }

  private static boolean contains(int[] ids, int id) {
    for (int each : ids) {
      if (each == id) {
        return true;
      }
    }
    return false;
  }
}
