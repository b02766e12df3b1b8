package chatserver.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chatserver.protocol.Command;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LeaveReasonTest {
  /** A reason that is added has to be known to what keeps clients from faking it. */
  @ParameterizedTest
  @EnumSource
  void noClientCanSayWhatTheRoomSaysOfOneThatLeaves(LeaveReason reason) {
    assertEquals(new Command.Say(" " + reason.notice()), Command.parse(reason.notice()));
  }
}
