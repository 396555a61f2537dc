using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Boom.Core.Resilience;
using Boom.Embedded.Plays;

namespace Boom.Embedded.Serving;

/// <summary>
/// Has <c>boom serve</c> publish: its broker forgets what it held when it ends, so only it may number packets. While it is away the player waits, and asks
/// again; the play goes on where it was.
/// </summary>
/// <param name="http">Client; its base address is that of <c>boom serve</c>.</param>
/// <param name="time">Clock of the waits.</param>
/// <param name="warn">Hears, once each, that the servers are away and that something is waited for.</param>
public sealed class RemotePlayer(HttpClient http, TimeProvider time, Action<string> warn)
{
    /// <summary>A wait is told of when it lasts longer.</summary>
    internal static readonly TimeSpan LongWait = TimeSpan.FromSeconds(5);

    static readonly RetryOptions Waits = new() { FirstWait = TimeSpan.FromMilliseconds(200), LongestWait = TimeSpan.FromSeconds(2) };

    string? _told;
    long? _waitsSince;
    bool _waits;
    bool _isAway;

    /// <summary>Plays to the end.</summary>
    /// <param name="plan">What; its source must be readable where <c>boom serve</c> runs.</param>
    /// <param name="onPublished">Hears the number of packets so far.</param>
    /// <param name="cancellationToken">Ends the play.</param>
    /// <exception cref="PermanentFaultException">The servers refuse it; the message says why.</exception>
    public async Task<PlayResult> PlayAsync(PlayPlan plan, Action<long> onPublished, CancellationToken cancellationToken)
    {
        long? first = null;
        long published = 0;
        var request = new PlayRequest(plan.Feed.Source, plan.Topic, plan.PacketsPerSecond, plan.IsPaced);
        var retry = new Retry(Waits with { OnAway = (fault, _) => Miss(fault.Message) }, time, seed: 1);
        var last = await retry.RunAsync(async token => await AskAsync(request, Count, token), cancellationToken);
        return new PlayResult(plan.Topic, published, first ?? 0, last.AlreadyPublished > 0, true, last.Problems ?? []);

        // What was published before this play began is not of it; what was published before it was broken off is.
        void Count(PlayReport report)
        {
            if (_isAway)
                Tell($"boom serve answers; the play goes on after {report.AlreadyPublished ?? 0} packets.");
            _isAway = false;
            first ??= report.AlreadyPublished;
            published = Math.Max(published, report.Published + (report.AlreadyPublished - first ?? 0));
            onPublished(published);
        }
    }

    async ValueTask<PlayReport> AskAsync(PlayRequest request, Action<PlayReport> onReport, CancellationToken cancellationToken)
    {
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, "/plays") { Content = JsonContent.Create(request, PlayJson.Default.PlayRequest) };
            using var answer = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (answer.StatusCode == HttpStatusCode.BadRequest)
                throw new PermanentFaultException(await answer.Content.ReadAsStringAsync(cancellationToken));
            answer.EnsureSuccessStatusCode();
            return await FollowAsync(await answer.Content.ReadAsStreamAsync(cancellationToken), onReport, cancellationToken);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or JsonException)
        {
            throw new TransientFaultException($"boom serve does not answer at {http.BaseAddress}: {fault.Message}", fault);
        }
    }

    async ValueTask<PlayReport> FollowAsync(Stream answer, Action<PlayReport> onReport, CancellationToken cancellationToken)
    {
        using var lines = new StreamReader(answer);
        while (await lines.ReadLineAsync(cancellationToken) is { Length: > 0 } line)
        {
            var report = JsonSerializer.Deserialize(line, PlayJson.Default.PlayReport) ?? throw new JsonException("An empty report.");
            onReport(report);
            if (report.Problems is not null)
                return report;
            Heed(report.WaitsFor);
        }

        throw new IOException("the play was broken off");
    }

    void Miss(string reason)
    {
        _isAway = true;
        (_waitsSince, _waits) = (null, false);
        Tell(reason);
    }

    // Short waits are the pace of the store, and no news.
    void Heed(string? waitsFor)
    {
        if (waitsFor is null)
        {
            if (_waits)
                Tell("The play goes on.");
            (_waitsSince, _waits) = (null, false);
            return;
        }

        _waitsSince ??= time.GetTimestamp();
        if (_waits || time.GetElapsedTime(_waitsSince.Value) < LongWait)
            return;
        _waits = true;
        Tell($"Waiting: {waitsFor}.");
    }

    void Tell(string sentence)
    {
        if (sentence != _told)
            warn(_told = sentence);
    }
}
