using System.Collections.Concurrent;
using System.Net;

namespace Boom.Tests.ServiceDefaults.Telemetry;

/// <summary>A collector that keeps what it is sent (OTLP over HTTP, protobuf).</summary>
public sealed class OtlpCollector : IDisposable
{
    readonly HttpListener _listener = new();
    readonly Task _receiving;

    public OtlpCollector(int port)
    {
        Address = FormattableString.Invariant($"http://127.0.0.1:{port}");
        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _receiving = Task.Run(ReceiveAsync);
    }

    public string Address { get; }

    /// <summary>Everything, as it came.</summary>
    public ConcurrentQueue<(string Path, byte[] Body)> Requests { get; } = new();

    /// <summary>Spans, with the resource that each is from.</summary>
    public IReadOnlyList<(Dictionary<string, string> Resource, ProtobufMessage Span)> Spans() => Leaves("/v1/traces");

    /// <summary>Log records, with their resources.</summary>
    public IReadOnlyList<(Dictionary<string, string> Resource, ProtobufMessage Record)> Logs() => Leaves("/v1/logs");

    /// <summary>Metrics, with their resources.</summary>
    public IReadOnlyList<(Dictionary<string, string> Resource, ProtobufMessage Metric)> Metrics() => Leaves("/v1/metrics");

    public void Dispose()
    {
        _listener.Close();
        GC.KeepAlive(_receiving);
    }

    // In all three: resources, scopes, and the things themselves, in field 1, 2 and 2.
    List<(Dictionary<string, string>, ProtobufMessage)> Leaves(string path) =>
    [
        .. from request in Requests
           where request.Path == path
           from resource in new ProtobufMessage(request.Body).Messages(1)
           let attributes = resource.Messages(1).First().Attributes(1)
           from scope in resource.Messages(2)
           from leaf in scope.Messages(2)
           select (attributes, leaf),
    ];

    async Task ReceiveAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                Requests.Enqueue((context.Request.Url!.AbsolutePath, body.ToArray()));
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
            catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException or IOException)
            {
                // Closed, or the program has gone.
            }
        }
    }
}
