package chatserver.control;

/** The operator asked for something that cannot be done; the message says why. */
public final class OperationFailedException extends Exception {
  private static final long serialVersionUID = 1;

  public OperationFailedException(String message) {
    super(message);
  }
}
