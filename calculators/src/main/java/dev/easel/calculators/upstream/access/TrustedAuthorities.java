package dev.easel.calculators.upstream.access;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Trusts the certificate authorities of a file, and no others. */
public final class TrustedAuthorities {

  private static final long MOST_BYTES = 4 << 20;

  private TrustedAuthorities() {}

  /**
   * The TLS of clients that trust the authorities in a file.
   *
   * <p><b>Failure</b>: {@code INVALID_ARGUMENT} when the file holds no certificates.
   */
  public static SSLContext in(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw invalid(file, "it has more than " + MOST_BYTES + " bytes");
      }
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
      if (found.isEmpty()) {
        throw invalid(file, "it holds no certificate");
      }
      return context(found);
    } catch (GeneralSecurityException e) {
      throw invalid(file, "it holds something else: " + e.getMessage());
    } catch (IOException e) {
      throw invalid(file, "it cannot be read: " + e.getClass().getSimpleName());
    }
  }

  private static SSLContext context(Collection<? extends Certificate> trusted)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int count = 0;
    for (Certificate each : trusted) {
      store.setCertificateEntry("ca" + count, each);
      count++;
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static StatusException invalid(Path file, String why) {
    return new StatusException(
        StatusCode.INVALID_ARGUMENT, "ca_file " + file + " must hold certificates in PEM; " + why);
  }
}
