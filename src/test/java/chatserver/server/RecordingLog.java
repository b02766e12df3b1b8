package chatserver.server;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** A logger that keeps what it is told. Used by one thread. */
final class RecordingLog extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1;

  private final transient List<String> lines = new ArrayList<>();

  /** The lines since the last call of this, each with its level in front. */
  List<String> lines() {
    List<String> told = List.copyOf(lines);
    lines.clear();
    return told;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level, Marker marker, String message, Object[] arguments, Throwable thrown) {
    lines.add(level + " " + MessageFormatter.basicArrayFormat(message, arguments));
  }

  @Override
  protected String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  public boolean isTraceEnabled() {
    return true;
  }

  @Override
  public boolean isDebugEnabled() {
    return true;
  }

  @Override
  public boolean isInfoEnabled() {
    return true;
  }

  @Override
  public boolean isWarnEnabled() {
    return true;
  }

  @Override
  public boolean isErrorEnabled() {
    return true;
  }
}
