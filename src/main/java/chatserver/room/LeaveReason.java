package chatserver.room;

import chatserver.protocol.Notice;

/** Why a client is no longer online: what the others are told, and what the log says. */
public enum LeaveReason {
  EXIT(Notice.LOGIN_OUT, "exit", true),
  END_OF_INPUT(Notice.LOGIN_OUT, "end of input", true),
  BROKEN(Notice.LOGIN_OUT, "connection broken", false),
  HTTP(Notice.LOGIN_OUT, "refused: spoke HTTP, RTSP or SIP", true),
  NOT_CHAT(Notice.LOGIN_OUT, "refused: not a chat client", false),
  ADDRESS_TAKEN(Notice.LOGIN_OUT, "refused: already connected", true),
  LOCKED(Notice.LOGIN_OUT, "refused: room is locked", true),
  IDLE(Notice.TIME_OUT, "idle for too long", true),
  KICKED(Notice.KICKED, "kicked by the operator", true),
  TOO_SLOW(Notice.TOO_SLOW, "too slow in taking its output", false),
  DEFECT(Notice.LOGIN_OUT, "defect of the server", false),
  STOP(Notice.LOGIN_OUT, "server stopped", true);

  private final String notice;
  private final String description;
  private final boolean orderly;

  LeaveReason(String notice, String description, boolean orderly) {
    this.notice = notice;
    this.description = description;
    this.orderly = orderly;
  }

  /** What stands behind the name in the leave line. */
  public String notice() {
    return notice;
  }

  /** For the log. */
  public String description() {
    return description;
  }

  /** Whether what is still on its way to the client is delivered before the connection closes. */
  public boolean isOrderly() {
    return orderly;
  }

  /** Whether the connection closes at once, whatever has come in or is on its way. */
  public boolean endsAtOnce() {
    return !orderly && this != BROKEN; // behind a write that failed, input may still be there
  }
}
