package dev.easel.cli.shared;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder that Easel was started from, which holds what ships with it.
 *
 * @param folder as the launcher gives it; empty when something else started the program
 */
public record Home(Optional<Path> folder) {

  /** The folder that the launcher names. */
  public static Home find() {
    return new Home(Optional.ofNullable(System.getProperty("easel.home")).map(Path::of));
  }

  /** The configuration of the servables that ship. */
  public Optional<Path> config() {
    return folder.map(home -> home.resolve("graphs").resolve("config.json")).filter(Files::exists);
  }
}
