package chatserver.server;

import chatserver.control.OperationFailedException;
import chatserver.control.Operations;
import chatserver.protocol.Name;
import chatserver.protocol.Notice;
import chatserver.room.Member;
import chatserver.room.RoomEvent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator does: refusals at the acceptor, and events for what touches the room. */
final class ServerOperations implements Operations {
  private static final Logger log = LoggerFactory.getLogger(ServerOperations.class);

  private final Services services;
  private final Sessions sessions;
  private final AccessControl access;
  private final Runnable stop;

  ServerOperations(Services services, Sessions sessions, AccessControl access, Runnable stop) {
    this.services = services;
    this.sessions = sessions;
    this.access = access;
    this.stop = stop;
  }

  @Override
  public Stream<String> who() throws OperationFailedException {
    List<Member> members = membersInOrder();
    Map<Member, Sessions.Origin> origins = sessions.origins(); // behind the members: some are gone
    long now = services.nanoClock().getAsLong();
    return members.stream()
        .filter(origins::containsKey)
        .map(member -> describe(member, origins.get(member), now));
  }

  private static String describe(Member member, Sessions.Origin origin, long now) {
    return String.join(
        " ",
        member.peer().realAddress(),
        member.address(),
        "" + TimeUnit.NANOSECONDS.toSeconds(now - origin.since()),
        "" + TimeUnit.NANOSECONDS.toSeconds(origin.reading().nanos(now)),
        "" + member.outbox().waitingBytes(),
        member.name().text());
  }

  @Override
  public void kick(String name, String reason) throws OperationFailedException {
    String failure = "nobody here is called '" + name + "'";
    Member member = findMember(name).orElseThrow(() -> new OperationFailedException(failure));
    log.info("operator kicks {}", member);
    apply(new RoomEvent.Kicked(List.of(member), Notice.encode(Notice.kicked(reason))));
  }

  /** Returns when the room has applied it. */
  private void apply(RoomEvent event) throws OperationFailedException {
    services.broadcaster().submit(event);
    membersInOrder();
  }

  @Override
  public void ban(String whom, Duration time, String reason) throws OperationFailedException {
    Instant end = Instant.now().plus(time).truncatedTo(ChronoUnit.SECONDS);
    Optional<Instant> until = time.isZero() ? Optional.empty() : Optional.of(end);
    Ban ban = new Ban(networkOf(whom), until, reason);
    log.info("operator bans {}", ban);
    try {
      access.ban(ban);
    } catch (IOException e) {
      throw new OperationFailedException("banned, but not written down: " + e);
    } finally { // it is in force all the same
      Map<Member, Sessions.Origin> origins = sessions.origins();
      List<Member> there =
          origins.keySet().stream()
              .filter(member -> ban.network().contains(origins.get(member).ip()))
              .toList();
      apply(new RoomEvent.Kicked(there, Notice.encode(Notice.banned(reason))));
    }
  }

  /** An address comes first: somebody may have taken it as a name. */
  private Network networkOf(String whom) throws OperationFailedException {
    try {
      return Network.parse(whom);
    } catch (IllegalArgumentException noNetwork) {
      String reason = noNetwork.getMessage() + ", and nobody here is called that";
      return findMember(whom)
          .map(sessions.origins()::get)
          .map(origin -> Network.around(origin.ip()))
          .orElseThrow(() -> new OperationFailedException(reason));
    }
  }

  @Override
  public void unban(String network) throws OperationFailedException {
    try {
      if (!access.unban(Network.parse(network))) {
        throw new OperationFailedException("no ban of " + Network.parse(network));
      }
      log.info("operator takes back the ban of {}", network);
    } catch (IOException e) {
      throw new OperationFailedException("taken back, but not written down: " + e);
    }
  }

  @Override
  public Stream<String> bans() {
    return access.bans().stream().map(Ban::toString);
  }

  @Override
  public void say(String text) throws OperationFailedException {
    apply(new RoomEvent.Announced(text));
  }

  @Override
  public void setLocked(boolean locked) throws OperationFailedException {
    access.setLocked(locked);
    log.info("operator {} the room", locked ? "locks" : "unlocks");
    if (locked) {
      List<Member> members = List.copyOf(sessions.origins().keySet());
      apply(new RoomEvent.Locked(members, Notice.encode(Notice.LOCKED)));
    }
  }

  @Override
  public Stream<String> stats() {
    return services.counters().toPrometheusText().stream();
  }

  @Override
  public void stop() {
    log.info("operator stops the server");
    stop.run();
  }

  /** By its name, or by its address: that stays the same, and is never another one's name. */
  private Optional<Member> findMember(String name) throws OperationFailedException {
    String key = Name.keyOf(name);
    return membersInOrder().stream()
        .filter(each -> each.name().key().equals(key) || each.address().equals(name))
        .findFirst();
  }

  /** Blocks until the room has answered. */
  private List<Member> membersInOrder() throws OperationFailedException {
    CompletableFuture<List<Member>> answer = new CompletableFuture<>();
    services.broadcaster().submit(new RoomEvent.Listed(answer));
    try {
      return answer.get(10, TimeUnit.SECONDS); // longer than the broadcaster ever pauses
    } catch (TimeoutException | ExecutionException e) {
      throw new OperationFailedException("the room does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationFailedException("the server stops");
    }
  }
}
