package dev.easel.genai.lora.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names that layers have in the files of those who first published a family of models, and in
 * diffusers, from which OpenVINO's models come. What a name may mean is listed whatever the model;
 * whoever asks takes the first meaning of which the model has all layers.
 */
final class Spellings {

  /** A name of others, and what it is in diffusers. */
  private record Rule(Pattern name, boolean isSwapped, List<String> paths) {
    static Rule of(String name, String... paths) {
      return new Rule(Pattern.compile(name), false, List.of(paths));
    }

    /** Scale and shift have other places in diffusers. */
    static Rule swapped(String name, String path) {
      return new Rule(Pattern.compile(name), true, List.of(path));
    }

    Stream<KeySpelling> apply(String path) {
      Matcher matcher = name.matcher(path);
      return matcher.matches()
          ? Stream.of(
              new KeySpelling(
                  paths.stream().map(each -> expand(each, matcher)).toList(), isSwapped))
          : Stream.empty();
    }

    private static String expand(String path, Matcher matcher) {
      String expanded = path;
      for (int i = 1; i <= matcher.groupCount(); i++) {
        expanded = expanded.replace("$" + i, String.valueOf(matcher.group(i)));
      }
      return expanded;
    }
  }

  private static final String DOUBLE = "double_blocks_(\\d+)_";
  private static final String SINGLE = "single_blocks_(\\d+)_";
  private static final String BLOCK = "transformer_blocks_$1_";
  private static final String SINGLE_BLOCK = "single_transformer_blocks_$1_";

  /** Those of FLUX as its authors, kohya and XLabs write them; then Stable Diffusion 3's. */
  private static final List<Rule> TRANSFORMERS =
      List.of(
          Rule.of(
              DOUBLE + "(?:img_attn_qkv|processor_qkv_lora1)",
              BLOCK + "attn_to_q",
              BLOCK + "attn_to_k",
              BLOCK + "attn_to_v"),
          Rule.of(
              DOUBLE + "(?:txt_attn_qkv|processor_qkv_lora2)",
              BLOCK + "attn_add_q_proj",
              BLOCK + "attn_add_k_proj",
              BLOCK + "attn_add_v_proj"),
          Rule.of(DOUBLE + "(?:img_attn_proj|processor_proj_lora1)", BLOCK + "attn_to_out_0"),
          Rule.of(DOUBLE + "(?:txt_attn_proj|processor_proj_lora2)", BLOCK + "attn_to_add_out"),
          Rule.of(DOUBLE + "img_mlp_0", BLOCK + "ff_net_0_proj"),
          Rule.of(DOUBLE + "img_mlp_2", BLOCK + "ff_net_2"),
          Rule.of(DOUBLE + "txt_mlp_0", BLOCK + "ff_context_net_0_proj"),
          Rule.of(DOUBLE + "txt_mlp_2", BLOCK + "ff_context_net_2"),
          Rule.of(DOUBLE + "img_mlp_0", BLOCK + "ff_linear_in"),
          Rule.of(DOUBLE + "img_mlp_2", BLOCK + "ff_linear_out"),
          Rule.of(DOUBLE + "txt_mlp_0", BLOCK + "ff_context_linear_in"),
          Rule.of(DOUBLE + "txt_mlp_2", BLOCK + "ff_context_linear_out"),
          Rule.of(DOUBLE + "img_mod_lin", BLOCK + "norm1_linear"),
          Rule.of(DOUBLE + "txt_mod_lin", BLOCK + "norm1_context_linear"),
          Rule.of(
              SINGLE + "linear1",
              SINGLE_BLOCK + "attn_to_q",
              SINGLE_BLOCK + "attn_to_k",
              SINGLE_BLOCK + "attn_to_v",
              SINGLE_BLOCK + "proj_mlp"),
          Rule.of(SINGLE + "linear1", SINGLE_BLOCK + "attn_to_qkv_mlp_proj"),
          Rule.of(
              SINGLE + "processor_qkv_lora",
              SINGLE_BLOCK + "attn_to_q",
              SINGLE_BLOCK + "attn_to_k",
              SINGLE_BLOCK + "attn_to_v"),
          Rule.of(SINGLE + "(?:linear2|processor_proj_lora)", SINGLE_BLOCK + "proj_out"),
          Rule.of(SINGLE + "linear2", SINGLE_BLOCK + "attn_to_out"),
          Rule.of(SINGLE + "modulation_lin", SINGLE_BLOCK + "norm_linear"),
          Rule.of(
              "(double|single)_stream_modulation(_img|_txt|)_lin", "$1_stream_modulation$2_linear"),
          Rule.of("img_in", "x_embedder"),
          Rule.of("txt_in", "context_embedder"),
          Rule.of("time_in_in_layer", "time_text_embed_timestep_embedder_linear_1"),
          Rule.of("time_in_out_layer", "time_text_embed_timestep_embedder_linear_2"),
          Rule.of("time_in_in_layer", "time_guidance_embed_timestep_embedder_linear_1"),
          Rule.of("time_in_out_layer", "time_guidance_embed_timestep_embedder_linear_2"),
          Rule.of("vector_in_in_layer", "time_text_embed_text_embedder_linear_1"),
          Rule.of("vector_in_out_layer", "time_text_embed_text_embedder_linear_2"),
          Rule.of("guidance_in_in_layer", "time_text_embed_guidance_embedder_linear_1"),
          Rule.of("guidance_in_out_layer", "time_text_embed_guidance_embedder_linear_2"),
          Rule.of("final_layer_linear", "proj_out"),
          Rule.swapped("final_layer_adaLN_modulation_1", "norm_out_linear"),
          Rule.of(
              "joint_blocks_(\\d+)_x_block_attn_qkv",
              BLOCK + "attn_to_q",
              BLOCK + "attn_to_k",
              BLOCK + "attn_to_v"),
          Rule.of(
              "joint_blocks_(\\d+)_context_block_attn_qkv",
              BLOCK + "attn_add_q_proj",
              BLOCK + "attn_add_k_proj",
              BLOCK + "attn_add_v_proj"),
          Rule.of("joint_blocks_(\\d+)_x_block_attn_proj", BLOCK + "attn_to_out_0"),
          Rule.of("joint_blocks_(\\d+)_context_block_attn_proj", BLOCK + "attn_to_add_out"),
          Rule.of("joint_blocks_(\\d+)_x_block_mlp_fc1", BLOCK + "ff_net_0_proj"),
          Rule.of("joint_blocks_(\\d+)_x_block_mlp_fc2", BLOCK + "ff_net_2"),
          Rule.of("joint_blocks_(\\d+)_context_block_mlp_fc1", BLOCK + "ff_context_net_0_proj"),
          Rule.of("joint_blocks_(\\d+)_context_block_mlp_fc2", BLOCK + "ff_context_net_2"),
          Rule.of("(.*_attention)_qkv", "$1_to_q", "$1_to_k", "$1_to_v"),
          Rule.of("(.*_attention)_out", "$1_to_out_0"));

  /** The layers around and within the blocks of a UNet, as Stable Diffusion's authors call them. */
  private static final List<Rule> AROUND =
      List.of(
          Rule.of("input_blocks_0_0", "conv_in"),
          Rule.of("out_2", "conv_out"),
          Rule.of("time_embed_0", "time_embedding_linear_1"),
          Rule.of("time_embed_2", "time_embedding_linear_2"),
          Rule.of("label_emb_0_0", "add_embedding_linear_1"),
          Rule.of("label_emb_0_2", "add_embedding_linear_2"));

  private static final Pattern SIDE_BLOCK =
      Pattern.compile("(input|output)_blocks_(\\d{1,4})_(\\d)_(.+)");
  private static final Pattern MIDDLE_BLOCK = Pattern.compile("middle_block_([012])_(.+)");

  private Spellings() {}

  /**
   * What a name may mean, the likeliest first.
   *
   * @param path with underscores for dots, and without what says of which network it is
   * @param resnets how many layers each block of a UNet has
   */
  static List<KeySpelling> of(String path, int resnets) {
    List<KeySpelling> found = new ArrayList<>();
    found.add(KeySpelling.of(path));
    String plain = withoutProcessor(path);
    if (!plain.equals(path)) {
      found.add(KeySpelling.of(plain));
    }
    if (plain.endsWith("_to_out")) {
      found.add(KeySpelling.of(plain + "_0"));
    }
    Stream.concat(TRANSFORMERS.stream(), AROUND.stream())
        .flatMap(rule -> rule.apply(path))
        .forEach(found::add);
    blocks(path, resnets).stream().map(KeySpelling::of).forEach(found::add);
    attention(plain).stream().map(KeySpelling::of).forEach(found::add);
    if (path.startsWith("text_model_")) {
      found.add(KeySpelling.of(path.substring("text_model_".length())));
    }
    if (path.startsWith("model_")) {
      found.add(KeySpelling.of(path.substring("model_".length())));
    }
    return found;
  }

  /**
   * diffusers once had adapters beside the layers that they change: {@code processor.to_q_lora}.
   */
  private static String withoutProcessor(String path) {
    String plain = path.replace("_processor_", "_");
    return plain.endsWith("_lora") ? plain.substring(0, plain.length() - "_lora".length()) : plain;
  }

  /** The same in text encoders, with the names of the denoiser's layers. */
  private static List<String> attention(String path) {
    Matcher matcher = Pattern.compile("(.*_self_attn_)to_(q|k|v|out)").matcher(path);
    return matcher.matches() ? List.of(matcher.group(1) + matcher.group(2) + "_proj") : List.of();
  }

  private static List<String> blocks(String path, int resnets) {
    Matcher middle = MIDDLE_BLOCK.matcher(path);
    if (middle.matches()) {
      String place = List.of("resnets_0_", "attentions_0_", "resnets_1_").get(number(middle, 1));
      return List.of("mid_block_" + place + inner(middle.group(2)));
    }
    Matcher side = SIDE_BLOCK.matcher(path);
    if (!side.matches()) {
      return List.of();
    }
    int step = number(side, 2);
    int kind = number(side, 3);
    String rest = side.group(4);
    boolean isInput = side.group(1).equals("input");
    int from = isInput ? step - 1 : step;
    int index = Math.floorMod(from, resnets + 1);
    String block = (isInput ? "down_blocks_" : "up_blocks_") + Math.floorDiv(from, resnets + 1);
    if (rest.equals("op")) {
      return List.of(block + "_downsamplers_0_conv");
    }
    String place = kind == 0 ? "_resnets_" : "_attentions_";
    return List.of(block + place + index + "_" + inner(rest), block + "_upsamplers_0_" + rest);
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }

  private static String inner(String rest) {
    return switch (rest) {
      case "in_layers_2" -> "conv1";
      case "out_layers_3" -> "conv2";
      case "emb_layers_1" -> "time_emb_proj";
      case "skip_connection" -> "conv_shortcut";
      default -> rest;
    };
  }
}
