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
    static readonly RetryOptions Waits = new() { FirstWait = TimeSpan.FromMilliseconds(200), LongestWait = TimeSpan.FromSeconds(2) };

    string? _told;

    /// <summary>Plays to the end.</summary>
    /// <param name="plan">What; its source must be readable where <c>boom serve</c> runs.</param>
    /// <param name="onPublished">Hears the number of packets so far.</param>
    /// <param name="cancellationToken">Ends the play.</param>
    /// <exception cref="PermanentFaultException">The servers refuse it; the message says why.</exception>
    public async Task<PlayResult> PlayAsync(PlayPlan plan, Action<long> onPublished, CancellationToken cancellationToken)
    {
        long before = 0, published = 0;
        var request = new PlayRequest(plan.Feed.Source, plan.Topic, plan.PacketsPerSecond);
        var retry = new Retry(Waits with { OnAway = (fault, _) => Tell(fault.Message) }, time, seed: 1);
        var last = await retry.RunAsync(
            async token =>
            {
                before += published;
                published = 0;
                return await AskAsync(request, count => onPublished(before + (published = count)), token);
            },
            cancellationToken);
        return new PlayResult(plan.Topic, before + last.Published, (last.AlreadyPublished ?? 0) - before, last.AlreadyPublished > 0, true, last.Problems ?? []);
    }

    async ValueTask<PlayReport> AskAsync(PlayRequest request, Action<long> onPublished, CancellationToken cancellationToken)
    {
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, "/plays") { Content = JsonContent.Create(request, PlayJson.Default.PlayRequest) };
            using var answer = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (answer.StatusCode == HttpStatusCode.BadRequest)
                throw new PermanentFaultException(await answer.Content.ReadAsStringAsync(cancellationToken));
            answer.EnsureSuccessStatusCode();
            return await FollowAsync(await answer.Content.ReadAsStreamAsync(cancellationToken), onPublished, cancellationToken);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or JsonException)
        {
            throw new TransientFaultException($"boom serve does not answer at {http.BaseAddress}: {fault.Message}", fault);
        }
    }

    async ValueTask<PlayReport> FollowAsync(Stream answer, Action<long> onPublished, CancellationToken cancellationToken)
    {
        using var lines = new StreamReader(answer);
        while (await lines.ReadLineAsync(cancellationToken) is { Length: > 0 } line)
        {
            var report = JsonSerializer.Deserialize(line, PlayJson.Default.PlayReport) ?? throw new JsonException("An empty report.");
            onPublished(report.Published);
            if (report.Problems is not null)
                return report;
            if (report.WaitsFor is { } waits)
                Tell($"Waiting: {waits}.");
        }

        throw new IOException("the play was broken off");
    }

    void Tell(string sentence)
    {
        if (sentence != _told)
            warn(_told = sentence);
    }
}
