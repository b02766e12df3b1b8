package chatserver.protocol;

import java.io.Serial;

/**
 * What was typed cannot be a name. The message is the reason to be shown to the user: one short
 * line in lower case that says what to do instead.
 */
public final class InvalidNameException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  InvalidNameException(String reason) {
    // Without a stack trace: clients cause these at will.
    super(reason, null, false, false);
  }
}
