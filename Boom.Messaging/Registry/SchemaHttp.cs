using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Boom.Messaging.Registry;

/// <summary>
/// Gets texts over HTTP: within a time, up to a size, with redirects followed by hand so that credentials go to nobody else, and with respect for a host that
/// asks to be left alone for a while.
/// </summary>
sealed class SchemaHttp : IDisposable
{
    const int MostRedirects = 5;

    // Four times the longest schema that is read.
    const int MostBytes = 4 << 20;

    static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    readonly ConcurrentDictionary<string, long> _pauses = new(StringComparer.OrdinalIgnoreCase);
    readonly HttpClient _client;
    readonly AuthenticationHeaderValue? _credentials;
    readonly TimeSpan _timeout;
    readonly TimeProvider _time;

    /// <param name="timeout">How long one answer is waited for.</param>
    /// <param name="caFile">File of the certificates to trust; empty for those of the system.</param>
    /// <param name="user">User; empty for none.</param>
    /// <param name="password">Password.</param>
    /// <param name="time">Clock.</param>
    public SchemaHttp(TimeSpan timeout, string caFile, string user, string password, TimeProvider time)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = timeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            UseCookies = false,
        };
        if (caFile.Length > 0)
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = Trust(caFile) };
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MostBytes };
        _credentials = user.Length == 0 ? null : new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        (_timeout, _time) = (timeout, time);
    }

    /// <summary>Gets an address. Answers of any code but redirects, 401, 403, 429 and those from 500 on are given back.</summary>
    /// <exception cref="SchemaSourceException">There is no answer.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<HttpText> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        var target = address;
        try
        {
            for (var redirects = 0; redirects <= MostRedirects; redirects++)
            {
                ThrowIfPaused(target);
                using var response = await SendAsync(target, IsSameOrigin(target, address), either.Token);
                if (NextOf(response, target) is { } next)
                {
                    target = next;
                    continue;
                }

                ThrowIfNoAnswer(response, target);
                var text = await response.Content.ReadAsStringAsync(either.Token);
                return new HttpText(target, response.StatusCode, text, response.Content.Headers.ContentType?.MediaType ?? "");
            }

            throw Away($"{address} redirects more than {MostRedirects} times");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Away(string.Create(CultureInfo.InvariantCulture, $"{target} does not answer within {_timeout.TotalSeconds:0.###} s"));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or InvalidOperationException)
        {
            throw Away($"{target} does not answer ({fault.GetBaseException().Message.TrimEnd('.')})", fault);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    Task<HttpResponseMessage> SendAsync(Uri target, bool isOurs, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, target);
        request.Headers.UserAgent.ParseAdd("boom");
        request.Headers.Accept.ParseAdd("application/vnd.schemaregistry.v1+json, application/json, */*;q=0.5");
        if (isOurs)
            request.Headers.Authorization = _credentials;
        return _client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
    }

    static Uri? NextOf(HttpResponseMessage response, Uri target)
    {
        if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308))
            return null;
        if (response.Headers.Location is not { } location || !Uri.TryCreate(target, location, out var next) || next.Scheme is not ("http" or "https"))
            throw Away($"{target} redirects to no address");
        return target.Scheme == "https" && next.Scheme == "http" ? throw Away($"{target} redirects to {next}, which is open to everybody on the way") : next;
    }

    void ThrowIfNoAnswer(HttpResponseMessage response, Uri target)
    {
        var code = (int)response.StatusCode;
        if (code is 401 or 403 or 407)
        {
            throw new SchemaSourceException(
                SourceOutcome.Refused, $"{target} answers {Describe(response.StatusCode)}: it {(_credentials is null ? "asks for user and password" : "does not let this user in")}");
        }

        if (code != 429 && code < 500)
            return;
        var pause = PauseOf(response.Headers.RetryAfter);
        if (pause > TimeSpan.Zero)
            _pauses[target.Authority] = _time.GetTimestamp() + (long)(pause.TotalSeconds * _time.TimestampFrequency);
        throw Away($"{target} answers {Describe(response.StatusCode)}{(pause > TimeSpan.Zero ? FormattableString.Invariant($", and asks to wait {pause.TotalSeconds:0} s") : "")}");
    }

    void ThrowIfPaused(Uri target)
    {
        if (!_pauses.TryGetValue(target.Authority, out var until))
            return;
        var rest = _time.GetElapsedTime(_time.GetTimestamp(), until);
        if (rest > TimeSpan.Zero)
            throw Away(string.Create(CultureInfo.InvariantCulture, $"{target} has asked to be left alone for {Math.Ceiling(rest.TotalSeconds):0} more s"));
        _pauses.TryRemove(new(target.Authority, until));
    }

    TimeSpan PauseOf(RetryConditionHeaderValue? header)
    {
        var pause = header?.Delta ?? (header?.Date is { } date ? date - _time.GetUtcNow() : TimeSpan.Zero);
        return pause < LongestPause ? pause : LongestPause;
    }

    static bool IsSameOrigin(Uri one, Uri other) => Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;

    static string Describe(HttpStatusCode code) => $"{(int)code} {code}";

    static SchemaSourceException Away(string clause, Exception? fault = null) => new(SourceOutcome.Away, clause, fault);

    static X509ChainPolicy Trust(string caFile)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(caFile);
        return policy;
    }
}

/// <summary>A text that came over HTTP.</summary>
/// <param name="Address">Who gave it, after redirects.</param>
/// <param name="Status">Code of the answer.</param>
/// <param name="Text">Its body.</param>
/// <param name="MediaType">What it says it is; empty when it does not say.</param>
sealed record HttpText(Uri Address, HttpStatusCode Status, string Text, string MediaType);
