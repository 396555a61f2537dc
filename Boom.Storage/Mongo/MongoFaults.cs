using System.Collections.Frozen;
using System.Net.Sockets;
using Boom.Core.Pipeline;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <summary>
/// Turns what the driver throws into what the stages understand. Messages name the server and never a password; the driver's own
/// exceptions on a wrong connection string quote it whole, so they are not passed on.
/// </summary>
static class MongoFaults
{
    /// <summary>Error of a unique index, <c>_id</c> among them.</summary>
    public const int DuplicateKey = 11000;

    const int OutOfDiskSpace = 14031;

    /// <summary>The write is there, and not yet where it has to be: it is repeated.</summary>
    const int WriteConcernFailed = 64;

    static readonly FrozenSet<int> Refusals = FrozenSet.Create(11, 13, 18, 8000);

    /// <summary>
    /// Codes of the server (error_codes.yml) that pass by themselves: internal errors of one that goes down, hosts out of reach, time-outs, locks, elections, shut-downs, and
    /// the request limit of Cosmos DB.
    /// </summary>
    static readonly FrozenSet<int> Passing = FrozenSet.Create(
        -1, 1, 6, 7, 8, 24, 43, 46, 50, 64, 89, 91, 100, 112, 133, 134, 189, 202, 234, 262, 317, 384, 9001, 10058, 10107, 11600, 11602, 13388, 13435,
        13436, OutOfDiskSpace, 16500);

    /// <summary>Whether this is for <see cref="Of(Exception, string)"/>.</summary>
    public static bool IsFault(Exception fault) =>
        fault is MongoException or TimeoutException or IOException or SocketException or ObjectDisposedException
            or OperationCanceledException { CancellationToken.IsCancellationRequested: false };

    /// <summary>What the stages are to see.</summary>
    /// <param name="fault">As thrown by the driver.</param>
    /// <param name="server">Name of the server, without password.</param>
    public static Exception Of(Exception fault, string server)
    {
        if (Holds<MongoAuthenticationException>(fault))
            return Refused(server, fault);
        if (Holds<MongoConfigurationException>(fault))
        {
            return new PermanentFaultException(
                $"The settings of the connection to {server} do not fit that server: correct {MongoStoreOptions.ConnectionKey}.");
        }

        if (Holds<MongoIncompatibleDriverException>(fault))
            return new PermanentFaultException($"The server {server} is of a version that this program does not know: use MongoDB 7 or later.", fault);
        return CodeOf(fault) is { } error ? Of(error.Code, error.Message, server, fault) : Away(server, fault);
    }

    /// <summary>A command or write that the server answered with an error.</summary>
    static Exception Of(int code, string message, string server, Exception fault)
    {
        if (code == OutOfDiskSpace)
        {
            return new TransientFaultException(
                $"The disk of the store {server} is full: free some space, the work goes on by itself.", fault);
        }

        if (Passing.Contains(code))
            return new TransientFaultException($"The store {server} is busy or changing over ({message}): the work goes on by itself.", fault);
        return Refusals.Contains(code)
            ? Refused(server, fault)
            : new PermanentFaultException($"The store {server} refused a command ({message}, code {code}): see its log.", fault);
    }

    static PermanentFaultException Refused(string server, Exception fault) => new(
        $"The server {server} does not let this user in or do this: correct user and password in {MongoStoreOptions.ConnectionKey}, "
        + "or grant the user the role readWrite on the database.",
        fault);

    static TransientFaultException Away(string server, Exception fault) => new(
        $"The store {server} does not answer ({Reason(fault)}): the work goes on by itself when it is back.", fault);

    /// <summary>The driver's text on a time-out is a page long, and the cause stands last in the chain.</summary>
    static string Reason(Exception fault)
    {
        if (fault is TimeoutException && fault.InnerException is null)
            return "no server in time";
        while (fault.InnerException is { } inner)
            fault = inner;
        return fault is MongoConnectionException or TimeoutException ? fault.GetType().Name : fault.Message;
    }

    static (int Code, string Message)? CodeOf(Exception fault) => fault switch
    {
        MongoBulkWriteException bulk => CodeOfBulk(bulk),
        MongoWriteConcernException concern => (WriteConcernFailed, concern.Message),
        MongoWriteException { WriteError: { } error } => (error.Code, error.Message),
        MongoNotPrimaryException or MongoNodeIsRecoveringException => (10107, "no primary"),
        MongoExecutionTimeoutException => (50, "a command took too long"),
        MongoCommandException command => (command.Code, command.ErrorMessage ?? command.Message),
        _ => null,
    };

    static (int Code, string Message)? CodeOfBulk(MongoBulkWriteException bulk)
    {
        foreach (var error in bulk.WriteErrors)
        {
            if (error.Code != DuplicateKey)
                return (error.Code, error.Message);
        }

        return bulk.WriteConcernError is { } concern ? (Passing.Contains(concern.Code) ? concern.Code : WriteConcernFailed, concern.Message) : null;
    }

    static bool Holds<T>(Exception? fault)
        where T : Exception
    {
        for (; fault is not null; fault = fault.InnerException)
        {
            if (fault is T)
                return true;
        }

        return false;
    }
}
