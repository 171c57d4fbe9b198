// Goes the binding's ways through GenAI without a JVM, whose own memory tricks would drown what valgrind and the
// sanitizers report. Prints one line for each way, so that the last one says where a process ended.
// usage: binding_paths PART MODEL [LORA...], where PART is all, masks, images, closed or text
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <thread>

#include "pipeline.hpp"

namespace {

using ov::genai::AdapterConfig;
using ov::genai::Image2ImagePipeline;
using ov::genai::InpaintingPipeline;
using ov::genai::Text2ImagePipeline;

constexpr size_t SIDE = 64;

/** What a run leaves: a checksum, or 0 for one that was stopped. */
using Image = uint64_t;

void way(const char* name) {
    std::printf("%s\n", name);
    std::fflush(stdout);
}

void require(bool holds, const char* what) {
    if (!holds) {
        throw std::runtime_error(std::string("wrong: ") + what);
    }
}

/** An image whose left half is black, in memory that is exactly as large as it. */
struct Picture {
    std::unique_ptr<uint8_t[]> bytes{new uint8_t[SIDE * SIDE * 3]};

    Picture() {
        for (size_t i = 0; i < SIDE * SIDE * 3; ++i) {
            bytes[i] = i / 3 % SIDE < SIDE / 2 ? 0 : 255;
        }
    }

    ov::Tensor tensor() const {
        return ov::Tensor(ov::element::u8, {1, SIDE, SIDE, 3}, bytes.get());
    }
};

Image checksum(const ov::Tensor& image) {
    require(image.get_element_type() == ov::element::u8 && image.get_shape().size() == 4, "no picture came back");
    Image sum = 1469598103934665603u;
    for (const uint8_t* at = image.data<uint8_t>(); at != image.data<uint8_t>() + image.get_size(); ++at) {
        sum = (sum ^ *at) * 1099511628211u;
    }
    return sum;
}

ov::Tensor generate(Text2ImagePipeline& pipeline, const Picture&, const ov::AnyMap& properties) {
    return pipeline.generate("a cat", properties);
}

ov::Tensor generate(Image2ImagePipeline& pipeline, const Picture& picture, const ov::AnyMap& properties) {
    return pipeline.generate("a cat", picture.tensor(), properties);
}

ov::Tensor generate(InpaintingPipeline& pipeline, const Picture& picture, const ov::AnyMap& properties) {
    return pipeline.generate("a cat", picture.tensor(), picture.tensor(), properties);
}

/** Like easel::run, with a callback that decodes each latent and ends the run after `stop` steps. */
template <class Pipeline>
Image run(easel::Opened<Pipeline>& opened, const std::vector<float>& alphas, ov::AnyMap properties, size_t stop) {
    const Picture picture;
    properties.insert({{"num_inference_steps", size_t{4}},
                       {"width", int64_t{SIDE}},
                       {"height", int64_t{SIDE}},
                       {"rng_seed", size_t{7}}});
    easel::fit_encoders(opened, properties);
    opened.adapters.select(alphas, properties);
    std::atomic<bool> stopped{false};
    size_t seen = 0;
    properties["callback"] = std::function<bool(size_t, size_t, ov::Tensor&)>(
        [&](size_t, size_t, ov::Tensor& latent) {
            checksum(opened.pipeline.decode(latent));
            stopped = ++seen == stop;
            return stopped.load();
        });
    const ov::Tensor image = generate(opened.pipeline, picture, properties);
    easel::metrics_of(opened.pipeline.get_performance_metrics());
    return stopped ? 0 : checksum(image);
}

template <class Pipeline>
void ways(easel::Opened<Pipeline>& opened, const std::vector<float>& alphas) {
    constexpr size_t NEVER = 0;
    const Image image = run(opened, alphas, {}, NEVER);
    way("  again");
    require(run(opened, alphas, {}, NEVER) == image, "the same seed made another picture");
    way("  stopped");
    require(run(opened, alphas, {}, 1) == 0, "a stopped run made a picture");
    way("  after the stop");
    require(run(opened, alphas, {}, NEVER) == image, "a stopped run changed the next");
    way("  two pictures");
    try {
        run(opened, alphas, {{"num_images_per_prompt", size_t{2}}}, NEVER);
    } catch (const ov::Exception&) {
        way("  (refused)");  // some families make one picture of a picture
    }
    if (!alphas.empty()) {
        way("  adapters off and on");
        run(opened, std::vector<float>(alphas.size(), 0.0f), {}, NEVER);
        require(run(opened, alphas, {}, NEVER) == image, "an adapter that was off came back otherwise");
    }
}

template <class Pipeline>
void forks(easel::Opened<Pipeline>& opened, const std::vector<float>& alphas) {
    way(" fork, of which one is closed while the other runs");
    const std::unique_ptr<easel::Opened<Pipeline>> fork(easel::forked(opened));
    std::unique_ptr<easel::Opened<Pipeline>> other(easel::forked(opened));
    // Runs with adapters take turns, as Gate.java has them do.
    if (alphas.empty()) {
        std::thread beside([&] { run(*other, alphas, {}, 2); other.reset(); });
        run(*fork, alphas, {}, 0);
        beside.join();
    } else {
        run(*other, alphas, {}, 2);
        other.reset();
        run(*fork, alphas, {}, 0);
    }
}

easel::OpenRequest request(const std::filesystem::path& model, const std::vector<std::string>& loras) {
    easel::OpenRequest request{model, {"CPU"}, {}, {}, 0.0f, {}};
    std::vector<ov::genai::Adapter> adapters;
    for (const std::string& lora : loras) {
        adapters.emplace_back(std::filesystem::path(lora));
    }
    request.adapters = easel::AdapterRequests(adapters, std::vector<float>(adapters.size(), 1.0f),
                                              AdapterConfig::MODE_AUTO);
    request.adapters.open(request.properties);
    return request;
}

template <class Pipeline>
std::unique_ptr<easel::Opened<Pipeline>> opened(const easel::OpenRequest& request) {
    return std::unique_ptr<easel::Opened<Pipeline>>(reinterpret_cast<easel::Opened<Pipeline>*>(
        easel::open<Pipeline>(request)));
}

void tokens(const std::filesystem::path& model) {
    ov::genai::Tokenizer tokenizer(model / "tokenizer", {});
    const auto whole = tokenizer.encode("a cat", {{"max_length", size_t{16}}, {"pad_to_max_length", false}});
    require(whole.input_ids.get_size() > 0, "no tokens");
}

void paths(const std::string& part, const std::filesystem::path& model, const std::vector<std::string>& loras) {
    const auto asked = [&part](const char* name) { return part == "all" || part == name; };
    std::ifstream index(model / "model_index.json");
    const std::string text{std::istreambuf_iterator<char>(index), std::istreambuf_iterator<char>()};
    const bool only_masks = text.find("Inpaint") != std::string::npos || text.find("Fill") != std::string::npos;
    const std::vector<float> alphas(loras.size(), 1.0f);
    way("tokens");
    tokens(model);
    auto masked = part == "text" ? nullptr : opened<InpaintingPipeline>(request(model, loras));
    if (asked("masks")) {
        way("inpainting");
        ways(*masked, alphas);
    }
    if (only_masks) {
        return;
    }
    if (asked("images")) {
        way("image to image");
        const std::unique_ptr<easel::Opened<Image2ImagePipeline>> changed(
            easel::converted<Image2ImagePipeline>(*masked));
        ways(*changed, alphas);
    }
    if (asked("closed")) {
        way("text to image, of pipelines that are closed");
        const std::unique_ptr<easel::Opened<Image2ImagePipeline>> changed(
            easel::converted<Image2ImagePipeline>(*masked));
        const std::unique_ptr<easel::Opened<Text2ImagePipeline>> converted(
            easel::converted<Text2ImagePipeline>(*masked));
        masked.reset();
        ways(*converted, alphas);
        forks(*changed, alphas);
    }
    if (asked("text")) {
        way("text to image by itself");
        const auto made = opened<Text2ImagePipeline>(request(model, loras));
        ways(*made, alphas);
        forks(*made, alphas);
    }
}

}  // namespace

int main(int count, char** arguments) {
    try {
        paths(arguments[1], arguments[2], std::vector<std::string>(arguments + 3, arguments + count));
        way("done");
        return 0;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "binding_paths: %s\n", e.what());
        return 1;
    }
}
