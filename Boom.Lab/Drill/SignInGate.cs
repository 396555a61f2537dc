using System.Net.Sockets;
using MongoDB.Bson;

namespace Boom.Lab.Drill;

/// <summary>
/// Stands in front of a MongoDB without users and asks for a user and a password (SCRAM-SHA-256); passes everything on once a connection is signed in.
/// As a fault it cuts connections, or stalls them, at each step of the sign-in.
/// </summary>
internal sealed class SignInGate(int targetPort) : LocalProxy(targetPort)
{
    /// <summary>User and password, in the connection string.</summary>
    public const string UserInfo = "drill:drill-secret";

    /// <summary>Steps at which a connection can break: each message of the sign-in before it is answered, and in the middle of the answer.</summary>
    const int Steps = 6;

    static readonly string[] Open = ["ping", "buildinfo", "endsessions"];

    volatile TaskCompletionSource? _held;
    volatile bool _breaks;
    int _broken;

    /// <summary>Cuts all connections, and those that come until <see cref="Mend"/> at one step of their sign-in, each at another.</summary>
    /// <param name="holds">They stand still until then, instead.</param>
    public void Break(bool holds)
    {
        _held = holds ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : null;
        _breaks = true;
        Cut();
    }

    public override void Mend()
    {
        _breaks = false;
        Interlocked.Exchange(ref _held, null)?.TrySetResult();
    }

    /// <summary>Answers up to the first message after the sign-in, which it sends on.</summary>
    protected override async Task<bool> BeginAsync(Socket client, Socket server, CancellationToken stop)
    {
        var colon = UserInfo.IndexOf(':', StringComparison.Ordinal);
        var scram = new ScramServer(UserInfo[..colon], UserInfo[(colon + 1)..]);
        var breakAt = _breaks ? Interlocked.Increment(ref _broken) % Steps : -1;
        while (await MongoMessage.ReadAsync(client, stop) is { } message)
        {
            var command = message.Document;
            var name = command?.GetElement(0).Name.ToLowerInvariant() ?? "";
            if (name is not ("hello" or "ismaster" or "saslstart" or "saslcontinue") && scram.IsSignedIn)
            {
                await SendAsync(server, message.Bytes, stop);
                return true;
            }

            var goesOn = name switch
            {
                "hello" or "ismaster" => await AskAsync(client, server, message, breakAt, stop),
                "saslstart" => await AnswerAsync(client, message.Answer(scram.Start(command!)), breakAt, 2, stop),
                "saslcontinue" => await AnswerAsync(client, message.Answer(scram.Continue(command!)), breakAt, 4, stop),
                _ when Open.Contains(name) => await AskAsync(client, server, message, breakAt: -1, stop),
                _ => await AnswerAsync(client, message.Answer(ScramServer.Require(name)), breakAt: -1, 0, stop),
            };
            if (!goesOn)
                return false;
        }

        return false;
    }

    async Task<bool> AskAsync(Socket client, Socket server, MongoMessage question, int breakAt, CancellationToken stop)
    {
        await SendAsync(server, question.Bytes, stop);
        while (await MongoMessage.ReadAsync(server, stop) is { } answer)
        {
            var wanted = question.Document is { } asked && asked.Contains("saslSupportedMechs");
            if (wanted && answer.Document is { } document)
                answer = question.Answer(document.Set("saslSupportedMechs", new BsonArray { ScramServer.Mechanism }));
            if (!await AnswerAsync(client, answer, breakAt, 0, stop))
                return false;
            if (!answer.IsFollowed)
                return true;
        }

        return false;
    }

    /// <summary>Answers, unless the connection breaks here: before the answer at the step, in its middle at the one after it.</summary>
    async Task<bool> AnswerAsync(Socket client, MongoMessage answer, int breakAt, int step, CancellationToken stop)
    {
        if (breakAt == step && !await GoesOnAsync())
            return false;
        var first = breakAt == step + 1 ? answer.Bytes.Length / 2 : answer.Bytes.Length;
        await SendAsync(client, answer.Bytes.AsMemory(0, first), stop);
        if (breakAt == step + 1 && !await GoesOnAsync())
            return false;
        await SendAsync(client, answer.Bytes.AsMemory(first), stop);
        return true;
    }

    async Task<bool> GoesOnAsync()
    {
        if (_held is not { } held)
            return false;
        await held.Task;
        return true;
    }
}
