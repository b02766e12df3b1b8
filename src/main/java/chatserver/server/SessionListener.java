package chatserver.server;

import chatserver.protocol.Name;
import chatserver.room.LeaveReason;
import chatserver.room.Member;

/** What the room tells of one session: some of it for the log, and that its member has left. */
final class SessionListener implements Member.Listener {
  private final Session session;
  private final SessionLog log;

  SessionListener(Session session, SessionLog log) {
    this.session = session;
    this.log = log;
  }

  @Override
  public void joined() {
    log.info("{} joined", session.member());
  }

  @Override
  public void renamed(Name before) {
    Member member = session.member();
    String now = member.name().text();
    log.info("{} changed its name from {} to {}", member.peer(), before.text(), now);
  }

  @Override
  public void left(LeaveReason reason) {
    session.removed(reason);
  }
}
