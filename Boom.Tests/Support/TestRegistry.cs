using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace Boom.Tests.Support;

/// <summary>A schema registry on loopback that does what a test tells it: answers, hangs, is away, redirects, refuses. Files are served alike.</summary>
sealed class TestRegistry : IDisposable
{
    readonly CancellationTokenSource _end = new();
    readonly ConcurrentQueue<(string Path, string Authorization)> _requests = new();
    readonly SemaphoreSlim _arrived = new(0);
    readonly X509Certificate2? _certificate;
    readonly int _port;
    TcpListener? _listener;

    /// <param name="certificate">What it shows of itself over TLS; null for no TLS.</param>
    public TestRegistry(X509Certificate2? certificate = null)
    {
        _certificate = certificate;
        Answer = AnswerAsRegistry;
        _listener = new TcpListener(IPAddress.Loopback, 0);
        _listener.Start();
        _port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = ListenAsync(_listener);
    }

    public string Address => $"{(_certificate is null ? "http" : "https")}://127.0.0.1:{_port}";

    /// <summary>Schemas by subject and version.</summary>
    public ConcurrentDictionary<(string Subject, uint Version), string> Versions { get; } = new();

    /// <summary>Schemas by global id.</summary>
    public ConcurrentDictionary<uint, string> Ids { get; } = new();

    /// <summary>What is answered to a path; null for nothing, ever.</summary>
    public Func<string, TestReply?> Answer { get; set; }

    /// <summary>Paths asked for, and the credentials given with each.</summary>
    public IReadOnlyList<(string Path, string Authorization)> Requests => [.. _requests];

    /// <summary>How often versions were asked for.</summary>
    public int LookUps => Requests.Count(request => request.Path.Contains("/versions/", StringComparison.Ordinal));

    /// <summary>Waits for one more request.</summary>
    public Task ArrivalAsync(CancellationToken cancellationToken) => _arrived.WaitAsync(cancellationToken);

    /// <summary>Nobody listens at the address any more.</summary>
    public void Leave()
    {
        _listener?.Dispose();
        _listener = null;
    }

    /// <summary>Listens again.</summary>
    public void Return()
    {
        _listener = new TcpListener(IPAddress.Loopback, _port);
        _listener.Start();
        _ = ListenAsync(_listener);
    }

    public TestReply AnswerAsRegistry(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            ["subjects", var subject, "versions", var version] when Versions.TryGetValue((subject, Number(version)), out var schema) =>
                new(200, JsonSerializer.Serialize(new { subject, version = Number(version), id = 1, schema })),
            ["subjects", _, "versions", _] => new(404, """{"error_code":40402,"message":"Version not found."}"""),
            ["subjects", var subject, "versions"] => new(200, JsonSerializer.Serialize(Versions.Keys.Where(key => key.Subject == subject).Select(key => key.Version).Order())),
            ["schemas", "ids", var id] when Ids.TryGetValue(Number(id), out var schema) => new(200, JsonSerializer.Serialize(new { schema })),
            _ => new(404, """{"error_code":40403,"message":"Schema not found"}"""),
        };
    }

    public void Dispose()
    {
        _end.Cancel();
        Leave();
        _end.Dispose();
        _arrived.Dispose();
    }

    static uint Number(string text) => uint.Parse(text, CultureInfo.InvariantCulture);

    async Task ListenAsync(TcpListener listener)
    {
        try
        {
            while (true)
                _ = ServeAsync(await listener.AcceptTcpClientAsync(_end.Token));
        }
        catch (Exception closed) when (closed is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = await SecureAsync(client.GetStream());
                using var reader = new StreamReader(stream, Encoding.ASCII);
                var path = (await reader.ReadLineAsync(_end.Token) ?? "").Split(' ')[1];
                var authorization = "";
                while (await reader.ReadLineAsync(_end.Token) is { Length: > 0 } header)
                {
                    if (header.StartsWith("Authorization:", StringComparison.OrdinalIgnoreCase))
                        authorization = header["Authorization:".Length..].Trim();
                }

                _requests.Enqueue((path, authorization));
                var reply = Answer(path);
                _arrived.Release();
                if (reply is null)
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _end.Token);
                await stream.WriteAsync(reply!.ToBytes(), _end.Token);
            }
            catch (Exception closed) when (closed is OperationCanceledException or IOException or ObjectDisposedException or AuthenticationException)
            {
                // The end.
            }
        }
    }

    async Task<Stream> SecureAsync(Stream stream)
    {
        if (_certificate is null)
            return stream;
        var secure = new SslStream(stream);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _end.Token);
        return secure;
    }
}

/// <summary>An answer.</summary>
sealed record TestReply(int Status, string Body, string Type = "application/vnd.schemaregistry.v1+json", string Header = "")
{
    public byte[] ToBytes()
    {
        var body = Encoding.UTF8.GetBytes(Body);
        var head = FormattableString.Invariant($"HTTP/1.1 {Status} Told\r\nContent-Type: {Type}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n");
        return [.. Encoding.ASCII.GetBytes($"{head}{(Header.Length > 0 ? Header + "\r\n" : "")}\r\n"), .. body];
    }
}
