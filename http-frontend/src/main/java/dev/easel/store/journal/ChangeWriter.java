package dev.easel.store.journal;

import dev.easel.store.failure.StoreException;
import dev.easel.store.failure.StoreFailure;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * Commits changes by one thread. What gathers while one transaction is on its way to the disk
 * becomes the next, so that one wait for the disk serves all who wait.
 *
 * <p><b>Who waits</b>: whoever calls {@link #write}, for the commit of its own change. <b>Who
 * wakes</b>: the writer's thread, after the commit and the effects of the whole transaction. A
 * transaction that fails is rolled back and its changes are tried one by one, so that none fails
 * for another.
 *
 * <p><b>Ownership</b>: closes the hand-over, then the connection.
 */
public final class ChangeWriter implements AutoCloseable {
  private static final Logger LOG = System.getLogger(ChangeWriter.class.getName());

  private final Statements database;
  private final HandOver<Pending<?>> line;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Held for reading while something is put, so that closing comes before or after it. */
  private final ReadWriteLock putting = new ReentrantReadWriteLock();

  /**
   * A change on its way.
   *
   * @param <T> what it finds out
   */
  public static final class Pending<T> {
    private final Change<T> change;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private Effects effects = new Effects();
    private @Nullable T found;
    private @Nullable RuntimeException refused;

    private Pending(Change<T> change) {
      this.change = change;
    }

    private void apply(Statements database) throws SQLException {
      effects = new Effects();
      found = null;
      refused = null;
      try {
        found = change.apply(database, effects);
      } catch (StoreException e) {
        refused = e;
      }
    }

    private void fail(RuntimeException e) {
      effects = new Effects();
      refused = e;
    }

    private void answer() {
      T value = found;
      RuntimeException reason = refused;
      if (reason != null) {
        answer.completeExceptionally(reason);
      } else if (value != null) {
        answer.complete(value);
      } else {
        answer.completeExceptionally(new IllegalStateException("the change found nothing out"));
      }
    }
  }

  /** Takes the connection over and starts the writer. */
  public ChangeWriter(Statements database, HandOver<Pending<?>> line) {
    this.database = database;
    this.line = line;
    line.start(this::commit);
  }

  /**
   * Makes a change and waits until it is durable.
   *
   * @return what the change found out
   */
  public <T> T write(Change<T> change) {
    Pending<T> pending = new Pending<>(change);
    putting.readLock().lock();
    try {
      if (closed.get()) {
        throw new StoreException(StoreFailure.CLOSED, "the task store is closed");
      }
      line.put(pending);
    } finally {
      putting.readLock().unlock();
    }
    return await(pending.answer);
  }

  /** An interrupt does not end the waiting: nobody could say whether the change was made. */
  private static <T> T await(CompletableFuture<T> answer) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return answer.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw asThrownHere(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException asThrownHere(ExecutionException e) {
    if (e.getCause() instanceof StoreException known) {
      return new StoreException(known.failure(), String.valueOf(known.getMessage()), known);
    }
    return new IllegalStateException("a change of the task store failed", e.getCause());
  }

  private void commit(List<Pending<?>> batch) {
    try {
      database.run("BEGIN IMMEDIATE");
      for (Pending<?> each : batch) {
        each.apply(database);
      }
      database.run("COMMIT");
    } catch (SQLException e) {
      retry(batch, EngineFailures.translate(e));
      return;
    } catch (RuntimeException e) {
      retry(batch, e);
      return;
    } catch (Error e) { // the thread stays: others wait for it
      retry(batch, new IllegalStateException("a change of the task store failed", e));
      return;
    }
    batch.forEach(ChangeWriter::happen);
    batch.forEach(Pending::answer);
  }

  private static void happen(Pending<?> change) {
    try {
      change.effects.happen();
    } catch (RuntimeException e) {
      // The change is made, and everybody else still waits for an answer.
      LOG.log(Level.ERROR, "what follows a change of the task store failed", e);
    }
  }

  private void retry(List<Pending<?>> batch, RuntimeException reason) {
    rollBack();
    if (batch.size() > 1) {
      batch.forEach(each -> commit(List.of(each)));
    } else {
      batch.forEach(each -> each.fail(reason));
      batch.forEach(Pending::answer);
    }
  }

  private void rollBack() {
    try {
      database.run("ROLLBACK");
    } catch (SQLException e) {
      // SQLite has rolled the transaction back by itself, or never begun it.
    }
  }

  /** Commits what was put, then ends. */
  @Override
  public void close() {
    putting.writeLock().lock();
    try {
      if (closed.getAndSet(true)) {
        return;
      }
    } finally {
      putting.writeLock().unlock();
    }
    line.close();
    try {
      database.close();
    } catch (SQLException e) {
      throw EngineFailures.translate(e);
    }
  }
}
