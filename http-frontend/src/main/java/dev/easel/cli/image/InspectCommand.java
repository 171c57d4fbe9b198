package dev.easel.cli.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.calculators.generate.settings.AdapterFacts;
import dev.easel.cli.shared.EaselVersion;
import dev.easel.cli.shared.Misuse;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows how an image was made. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    versionProvider = EaselVersion.class,
    description = {
      "Prints, as JSON, what a PNG picture tells about its making: prompt, seed, steps and the rest.",
      "'easel generate --like FILE' makes it again.",
      "Of a LoRA adapter it tells what it has for a model's layers."
    },
    footer = {
      "",
      "Example:",
      "  easel inspect out.png",
      "  easel inspect style.safetensors --model models/sd15"
    })
public final class InspectCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli refuses a command line without it
  @Parameters(paramLabel = "FILE", description = "A PNG picture that Easel made, or an adapter.")
  private Path file;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "The folder of the model that the adapter is for.")
  private @Nullable Path model;

  @Override
  public Integer call() {
    if (file.toString().endsWith(".safetensors")) {
      Path folder = model;
      if (folder == null) {
        throw new Misuse(spec).because("an adapter needs --model DIR, the model that it is for");
      }
      spec.commandLine().getOut().println(adapter(AdapterFacts.of(file, folder)).toPrettyString());
      spec.commandLine().getOut().flush();
      return 0;
    }
    spec.commandLine().getOut().println(ImageFacts.read(file).toPrettyString());
    spec.commandLine().getOut().flush();
    return 0;
  }

  private static ObjectNode adapter(AdapterFacts facts) {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("names", facts.names());
    json.put("layers", facts.layers());
    json.put("matched", facts.matched());
    ArrayNode unmatched = json.putArray("unmatched");
    facts.unmatched().forEach(unmatched::add);
    return json;
  }
}
