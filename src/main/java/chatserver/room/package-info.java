/**
 * Who is online and what they are sent: queues, but no sockets and no files. Events come in through
 * the {@link chatserver.room.Broadcaster}, the one thread that changes the room; bytes go out
 * through each member's {@link chatserver.room.Outbox}.
 */
package chatserver.room;
