/**
 * Sockets, threads, timers and limits. To find one's way: {@link chatserver.server.ChatServer}
 * binds, serves and stops; a {@code Client} is one client from its connection to its end.
 */
package chatserver.server;
