package chatserver.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import chatserver.Task;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server with one processor, which all its threads share. */
class OneProcessorIT {
  private static final int ASKING = 4;
  private static final String IAC_AYT = "\u00FF\u00F6";

  private static PackagedServer start() throws Exception {
    List<String> options =
        List.of("-XX:ActiveProcessorCount=1", "-jar", System.getProperty("chatserver.jar"));
    return PackagedServer.start(options, "--max-rate", "0").awaitListening();
  }

  /** Reader, broadcaster and writer of each wake one another without end. */
  @ParameterizedTest
  @ValueSource(strings = {"help\n", "who\n", "hi\n", IAC_AYT})
  void aFewThatAskWithoutEndHoldUpNobody(String question) throws Exception {
    List<Socket> asking = new ArrayList<>();
    List<Task<Void>> tasks = new ArrayList<>();
    try (PackagedServer server = start();
        TestClient calm = server.connect().expectWelcome()) {
      for (int i = 0; i < ASKING; i++) {
        Socket socket = server.connect().expectWelcome().socket();
        asking.add(socket);
        tasks.add(Task.start(() -> ask(socket, question)));
        tasks.add(Task.start(() -> readAll(socket)));
      }
      for (int i = 0; i < 10; i++) {
        calm.roundTrip();
      }
      for (Socket socket : asking) {
        socket.close();
      }
      tasks.forEach(Task::result);
      server.assertStops();
    }
  }

  private static void ask(Socket socket, String question) {
    byte[] questions = question.repeat(1000).getBytes(ISO_8859_1);
    try {
      while (true) {
        socket.getOutputStream().write(questions);
      }
    } catch (IOException e) {
      // closed by the test
    }
  }

  private static void readAll(Socket socket) {
    try {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // closed by the test
    }
  }
}
