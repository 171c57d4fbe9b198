package dev.easel.cli.author;

import dev.easel.cli.shared.EaselVersion;
import dev.easel.cli.shared.Misuse;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Begins something of an author's own. */
@Command(
    name = "new",
    mixinStandardHelpOptions = true,
    versionProvider = EaselVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Begins a project of one's own.",
    footer = {"", "Example:", "  easel new calculator Blur"})
public final class NewCommand implements Runnable {
  private static final Pattern NAME = Pattern.compile("[A-Z][A-Za-z0-9]*");
  private static final Pattern PACKAGE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*");
  private static final String ENDING = "Calculator";

  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  @Spec
  private CommandSpec spec;

  @Override
  public void run() {
    throw new Misuse(spec).because("a command is needed: calculator");
  }

  @Command(
      name = "calculator",
      mixinStandardHelpOptions = true,
      description = {
        "Writes a Maven project of one calculator that works: its options, its test, a graph that"
            + " names it and a config.json that serves the graph."
      },
      footer = {
        "",
        "Example:",
        "  easel new calculator Blur --package org.example.pictures",
        "  easel dev blur"
      })
  int calculator(
      @Parameters(paramLabel = "NAME", description = "The calculator, such as Blur.") String name,
      @Parameters(
              paramLabel = "DIR",
              arity = "0..1",
              description = "Folder to make (default: NAME in lower case).")
          @Nullable Path folder,
      @Option(
              names = "--package",
              paramLabel = "PACKAGE",
              description = "Java package (default: com.example.NAME in lower case).")
          @Nullable String javaPackage) {
    Misuse misuse = new Misuse(spec);
    String shortName =
        name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
    misuse.when(
        !NAME.matcher(shortName).matches(),
        "NAME is \"%s\"; a calculator is named as a Java class is, such as Blur".formatted(name));
    String chosen =
        Optional.ofNullable(javaPackage)
            .orElse("com.example." + shortName.toLowerCase(Locale.ROOT));
    misuse.when(
        !PACKAGE.matcher(chosen).matches(),
        "--package is \"%s\"; a package is named such as org.example.pictures".formatted(chosen));
    String folderName = dashed(shortName);
    Path target = Optional.ofNullable(folder).orElse(Path.of(folderName));
    new ProjectTemplate(shortName, chosen, folderName, EaselVersion.text()).write(target);
    PrintWriter out = spec.commandLine().getOut();
    out.println("wrote " + shortName + ENDING + " to " + target);
    out.println("next: easel dev " + target);
    out.flush();
    return 0;
  }

  private static String dashed(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }
}
