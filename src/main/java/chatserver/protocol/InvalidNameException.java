package chatserver.protocol;

import java.io.Serial;

/**
 * A name that nobody can take. The message is the reason as the user is shown it: one short line in
 * lower case that says what to do instead.
 */
public final class InvalidNameException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  InvalidNameException(String reason) {
    // Without a stack trace: clients cause these at will, and the trace would tell nothing.
    super(reason, null, false, false);
  }
}
