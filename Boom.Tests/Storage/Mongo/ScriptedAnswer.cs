using MongoDB.Bson;

namespace Boom.Tests.Storage.Mongo;

/// <summary>What a scripted server does with a command.</summary>
abstract record ScriptedAnswer
{
    /// <summary>Answers with a document.</summary>
    public sealed record Reply(BsonDocument Document) : ScriptedAnswer;

    /// <summary>Closes the connection.</summary>
    public sealed record Cut : ScriptedAnswer;

    /// <summary>Says nothing any more on this connection.</summary>
    public sealed record Stall : ScriptedAnswer;

    /// <summary>Lets the server behind answer, when <paramref name="Until"/> is done.</summary>
    public sealed record PassOn(Task? Until = null) : ScriptedAnswer;

    public static ScriptedAnswer Error(int code, string text) => new Reply(new BsonDocument { { "ok", 0 }, { "errmsg", text }, { "code", code } });
}
