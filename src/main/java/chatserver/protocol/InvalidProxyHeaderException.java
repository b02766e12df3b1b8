package chatserver.protocol;

import java.io.IOException;
import java.io.Serial;

/** A connection that has to begin with a PROXY header does not; the message says why, in words. */
public final class InvalidProxyHeaderException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  InvalidProxyHeaderException(String message) {
    super(message);
  }
}
