package dev.easel.framework.interleaving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.schedule.GraceModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Has Lincheck check the models of this package, in a Java machine of its own. */
class InterleavingTest {
  private static final List<Class<? extends Runnable>> RIGHT =
      List.of(
          MailboxModels.PostWhileLeaving.class,
          MailboxModels.TwoPostWhileLeaving.class,
          MailboxModels.OrderOfOneSender.class,
          OwnershipModels.OneAtATime.class,
          OwnershipModels.GivesUpWaiting.class,
          LoanModels.OneOwnerAtATime.class,
          SignalModels.NobodyIsLeftWaiting.class,
          IdleModels.IdleAfterWhatWasAdded.class,
          SuspendedModels.GoesOnOnce.class,
          GraceModels.OneGoesOn.class);

  /** Twins with a fault, which is found unless nothing is looked at. */
  private static final List<Class<? extends Runnable>> WRONG =
      List.of(
          MailboxModels.LooksTooEarly.class,
          MailboxModels.AsksTooEarly.class,
          OwnershipModels.TakesWhatIsTaken.class,
          LoanModels.LoansWithoutNumbers.class,
          SignalModels.WakesTooEarly.class,
          IdleModels.DoesNotAskForTheOwner.class,
          SuspendedModels.LooksBeforeItWrites.class,
          GraceModels.BothLookFirst.class);

  @TempDir Path folder;

  @Test
  @Timeout(300)
  void holdsInAHundredOrders() throws Exception {
    check(100);
  }

  @Test
  @Tag("stress")
  @Timeout(3600)
  void holdsInManyOrders() throws Exception {
    check(30_000);
  }

  private void check(int orders) throws IOException, InterruptedException {
    List<Class<? extends Runnable>> all = new ArrayList<>(RIGHT);
    all.addAll(WRONG);
    String said = modelChecking(orders, all);
    for (Class<?> model : RIGHT) {
      assertThat(said).contains("holds: " + model.getName() + "\n");
    }
    for (Class<?> model : WRONG) {
      assertThat(said).contains("breaks: " + model.getName() + "\n");
    }
  }

  private String modelChecking(int orders, List<Class<? extends Runnable>> models)
      throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command = new ArrayList<>();
    command.addAll(List.of(java.toString(), "-Xmx1g", "-XX:+EnableDynamicAgentLoading"));
    // On one processor nobody looks for a while before it sleeps: the clock stands still in models.
    command.add("-XX:ActiveProcessorCount=1");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ModelChecking.class.getName(), Integer.toString(orders)));
    models.forEach(model -> command.add(model.getName()));
    Path log = folder.resolve("log");
    int status =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    String said = Files.readString(log);
    assertThat(status).as(said).isZero();
    return said;
  }
}
