package chatserver.bench;

import java.io.Serial;
import java.util.Locale;

/** The server broke a promise of its protocol. It ends the scenario. */
final class Fault extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  Fault(String message, Object... arguments) {
    super(String.format(Locale.ROOT, message, arguments));
  }
}
