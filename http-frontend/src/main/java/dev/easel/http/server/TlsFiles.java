package dev.easel.http.server;

import java.nio.file.Path;
import java.time.Duration;

/**
 * With what HTTPS is served.
 *
 * @param certificate the server's certificate and those between it and a known one, as PEM
 * @param key the certificate's key, as PEM in PKCS #8, without a password
 * @param poll how often to look whether they have changed; zero for never
 */
public record TlsFiles(Path certificate, Path key, Duration poll) {}
