using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Boom.Testing;

namespace Boom.Tests.Storage.Cutouts;

/// <summary>One bucket, with what the cutout store uses of S3: GET, DELETE, and PUT that writes over nothing when asked so.</summary>
sealed class BucketServer : IDisposable
{
    readonly HttpListener _listener = new();
    readonly ConcurrentDictionary<string, byte[]> _objects = [];
    readonly string _bucket;

    public BucketServer(string bucket)
    {
        _bucket = bucket;
        Address = FormattableString.Invariant($"http://127.0.0.1:{FreePorts.Take(1)[0]}");
        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _ = ServeAsync();
    }

    public string Address { get; }

    public ICollection<string> Keys => _objects.Keys;

    /// <summary>Status of every answer from now on; 0 to serve.</summary>
    public int Refusal { get; set; }

    public void Dispose() => _listener.Close();

    async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                await AnswerAsync(context.Request, context.Response);
                context.Response.Close();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
            }
        }
    }

    async Task AnswerAsync(HttpListenerRequest request, HttpListenerResponse response)
    {
        using var content = new MemoryStream();
        await request.InputStream.CopyToAsync(content);
        var path = request.Url!.AbsolutePath.TrimStart('/');
        var key = path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..];
        if (Refusal != 0)
            Fail(response, Refusal, "Refused");
        else if (!path.StartsWith(_bucket + "/", StringComparison.Ordinal))
            Fail(response, 404, "NoSuchBucket");
        else if (request.HttpMethod == "GET" && _objects.TryGetValue(key, out var found))
            response.OutputStream.Write(found);
        else if (request.HttpMethod == "GET")
            Fail(response, 404, "NoSuchKey");
        else if (request.HttpMethod == "DELETE")
            Remove(response, key);
        else if (request.HttpMethod != "PUT")
            Fail(response, 405, "MethodNotAllowed");
        else if (!_objects.TryAdd(key, content.ToArray()) && request.Headers["If-None-Match"] == "*")
            Fail(response, 412, "PreconditionFailed");
    }

    // As S3 does, whether there was one or not.
    void Remove(HttpListenerResponse response, string key)
    {
        _objects.TryRemove(key, out _);
        response.StatusCode = 204;
    }

    static void Fail(HttpListenerResponse response, int status, string code)
    {
        response.StatusCode = status;
        response.ContentType = "application/xml";
        response.OutputStream.Write(Encoding.UTF8.GetBytes($"<Error><Code>{code}</Code><Message>{code}</Message></Error>"));
    }
}
