using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Authentication;
using Boom.Core.Resilience;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <summary>
/// Turns what the driver throws into what the stages understand. Messages name the server and never a password; the driver's own
/// exceptions on a wrong connection string quote it whole, so they are not passed on.
/// </summary>
static class MongoFaults
{
    const int LongestText = 300;

    /// <summary>Whether this is for <see cref="Of(Exception, string, string?)"/>.</summary>
    public static bool IsFault(Exception fault) =>
        fault is MongoException or TimeoutException or IOException or SocketException or ObjectDisposedException or AuthenticationException
            or OperationCanceledException { CancellationToken.IsCancellationRequested: false }
        || IsStrangeAnswer(fault);

    /// <summary>What the stages are to see.</summary>
    /// <param name="fault">As thrown by the driver.</param>
    /// <param name="server">Name of the server, without password.</param>
    /// <param name="reason">Why no server could be had, if that is known better than the fault says it.</param>
    public static Exception Of(Exception fault, string server, string? reason = null)
    {
        if (IsStrangeAnswer(fault))
        {
            return new PermanentFaultException(
                $"The server {server} does not answer as MongoDB does: at the sign-in it does not prove that it knows this user. See whether "
                + $"{MongoStoreOptions.ConnectionKey} names the right server, and what stands between.",
                fault);
        }

        if (Find<MongoAuthenticationException>(fault) is { } signIn)
            return OfSignIn(signIn, server, fault);
        if (Find<MongoConfigurationException>(fault) is not null)
        {
            return new PermanentFaultException(
                $"The settings of the connection to {server} do not fit that server: correct {MongoStoreOptions.ConnectionKey}.");
        }

        if (Find<MongoIncompatibleDriverException>(fault) is not null)
            return new PermanentFaultException($"The server {server} is of a version that this program does not know: use MongoDB 7 or later.", fault);
        return CodeOf(fault) is { } error ? Of(error.Code, error.Message, server, fault) : Away(server, fault, reason);
    }

    /// <summary>What one document of a bulk write met, if it is a matter of that document alone: a sentence; null when it is one of the server.</summary>
    public static string? OfDocument(WriteError error, string server)
        => MongoErrorCodes.Passes(error.Code) || MongoErrorCodes.IsRefusal(error.Code)
            ? null
            : FormattableString.Invariant($"The store {server} refuses the document ({Short(error.Message)}, code {error.Code}).");

    /// <summary>Whether a duplicate key is said to be that of <c>_id</c>; false when another index or none is named.</summary>
    public static bool NamesId(string message)
        => message.Contains("index: _id_ ", StringComparison.Ordinal)
            || message.EndsWith("index: _id_", StringComparison.Ordinal)
            || message.Contains("'_id_'", StringComparison.Ordinal)
            || message.Contains("dup key: { _id: ", StringComparison.Ordinal);

    /// <summary>An error text of a server, cut to a length that fits a sentence.</summary>
    public static string Short(string message) => message.Length <= LongestText ? message : message[..LongestText] + "…";

    /// <summary>
    /// Whether the driver stumbled over what a server said at the sign-in by SCRAM. It has no exception of its own for that: its parsers throw what they
    /// meet, and a wrong signature or nonce ends in a null reference of the driver. What ends a sign-in otherwise, the network or the time, is none of it.
    /// </summary>
    static bool IsStrangeAnswer(Exception fault) => Chain(fault).Any(inner => inner switch
    {
        KeyNotFoundException or FormatException or ArgumentException or IOException => IsOfScram(FirstOfDriver(inner)),
        NullReferenceException => inner.TargetSite?.DeclaringType?.Namespace?.StartsWith("MongoDB.Driver", StringComparison.Ordinal) == true,
        _ => false,
    });

    static bool IsOfScram(Type? part) => part is { Name: "SaslMapParser" } || part?.FullName?.Contains("Authentication.ScramSha", StringComparison.Ordinal) == true;

    /// <summary>The innermost class of the driver that a fault came through; null when it came through none.</summary>
    static Type? FirstOfDriver(Exception fault) => new StackTrace(fault).GetFrames()
        .Select(frame => frame.GetMethod()?.DeclaringType)
        .FirstOrDefault(type => type?.Namespace?.StartsWith("MongoDB.", StringComparison.Ordinal) == true);

    /// <summary>The driver wraps in one kind of exception whatever ends a sign-in, lost connections too: what it wraps decides.</summary>
    static Exception OfSignIn(MongoAuthenticationException signIn, string server, Exception fault)
    {
        if (CodeOf(signIn.InnerException) is { } error)
            return Of(error.Code, error.Message, server, fault);
        return signIn.InnerException is null ? Refused(server, signIn.Message, fault) : Away(server, fault, null);
    }

    /// <summary>A command or write that the server answered with an error.</summary>
    static Exception Of(int code, string message, string server, Exception fault) => code switch
    {
        MongoErrorCodes.OutOfDiskSpace => new TransientFaultException(
            $"The disk of the store {server} is full: free some space, the work goes on by itself.", fault),
        MongoErrorCodes.UserWritesBlocked => new TransientFaultException(
            $"An administrator has stopped all writes to the store {server}: the work goes on by itself when they are let through (setUserWriteBlockMode).", fault),
        MongoErrorCodes.DuplicateKey when NamesId(message) => new TransientFaultException(
            $"Another program has written the same document to the store {server} ({Short(message)}): the work goes on by itself.", fault),
        MongoErrorCodes.DuplicateKey => new PermanentFaultException(
            $"A unique index that is not Boom's refuses documents in the store {server} ({Short(message)}): drop that index.", fault),
        _ when MongoErrorCodes.Passes(code) => new TransientFaultException(
            $"The store {server} is busy or changing over ({Short(message)}): the work goes on by itself.", fault),
        _ when MongoErrorCodes.IsRefusal(code) => Refused(server, FormattableString.Invariant($"{Short(message)}, code {code}"), fault),
        _ => new PermanentFaultException(FormattableString.Invariant($"The store {server} refused a command ({Short(message)}, code {code}): see its log."), fault),
    };

    static PermanentFaultException Refused(string server, string reason, Exception fault) => new(
        $"The server {server} does not let this user in or do this ({reason}): correct user and password in {MongoStoreOptions.ConnectionKey}, name the "
        + "database in which the user was made (authSource=admin, mostly), or grant the user the role readWrite on the database.",
        fault);

    static TransientFaultException Away(string server, Exception fault, string? reason) => new(
        $"The store {server} does not answer ({reason ?? Reason(fault)}): the work goes on by itself when it is back.", fault);

    /// <summary>The driver's text on a time-out is a page long, and the cause stands last in the chain.</summary>
    public static string Reason(Exception fault)
    {
        if (fault is TimeoutException && fault.InnerException is null)
            return "no server in time";
        fault = Chain(fault).Last();
        return fault is MongoConnectionException or TimeoutException ? fault.GetType().Name : Short(fault.Message.TrimEnd('.'));
    }

    /// <summary>The first answer of a server in a chain of exceptions.</summary>
    static (int Code, string Message)? CodeOf(Exception? fault) => Chain(fault).Select(CodeOfOne).FirstOrDefault(error => error is not null);

    static (int Code, string Message)? CodeOfOne(Exception fault) => fault switch
    {
        MongoBulkWriteException bulk => CodeOfBulk(bulk),
        MongoWriteConcernException concern => (MongoErrorCodes.WriteConcernTimeout, concern.Message),
        MongoWriteException { WriteError: { } error } => (error.Code, error.Message),
        MongoNotPrimaryException or MongoNodeIsRecoveringException => (MongoErrorCodes.NotWritablePrimary, "no primary"),
        MongoExecutionTimeoutException => (MongoErrorCodes.MaxTimeExpired, "a command took too long"),
        MongoCommandException command => (command.Code, command.ErrorMessage ?? command.Message),
        _ => null,
    };

    /// <summary>What concerns the server goes before what concerns a document.</summary>
    static (int Code, string Message)? CodeOfBulk(MongoBulkWriteException bulk)
    {
        (int Code, string Message)? first = null;
        foreach (var error in bulk.WriteErrors)
        {
            if (MongoErrorCodes.Passes(error.Code) || MongoErrorCodes.IsRefusal(error.Code))
                return (error.Code, error.Message);
            if (first is null || first.Value.Code == MongoErrorCodes.DuplicateKey)
                first = (error.Code, error.Message);
        }

        if (bulk.WriteConcernError is { } concern)
            return (MongoErrorCodes.Passes(concern.Code) ? concern.Code : MongoErrorCodes.WriteConcernTimeout, concern.Message);
        return first;
    }

    /// <summary>The first exception of a kind in a chain.</summary>
    public static T? Find<T>(Exception? fault)
        where T : Exception
        => Chain(fault).OfType<T>().FirstOrDefault();

    static IEnumerable<Exception> Chain(Exception? fault)
    {
        for (; fault is not null; fault = fault.InnerException)
            yield return fault;
    }
}
