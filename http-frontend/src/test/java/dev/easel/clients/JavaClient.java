package dev.easel.clients;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;

/** OpenAI's Java client, as the tests use it. */
final class JavaClient {

  private JavaClient() {}

  /** Asks a server once, never again. */
  static OpenAIClient of(String base) {
    return OpenAIOkHttpClient.builder().baseUrl(base).apiKey("unused").maxRetries(0).build();
  }
}
