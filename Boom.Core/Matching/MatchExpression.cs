using Boom.Core.Bson;

namespace Boom.Core.Matching;

/// <summary>
/// A condition on stored documents in the query language of MongoDB's <c>find</c> and <c>$match</c>, compiled once. It answers as MongoDB 8.0 does.
/// One instance may serve many threads at once. What belongs to the language and what does not is in docs/matching.md.
/// </summary>
public sealed class MatchExpression
{
    readonly MatchNode _root;

    MatchExpression(MatchNode root, IReadOnlyCollection<string> paths)
    {
        _root = root;
        Paths = paths;
    }

    /// <summary>
    /// The dotted paths that the condition reads, each once, in the order of the text: <c>candidate.drb</c>, <c>properties.rock</c>.
    /// Of <c>$elemMatch</c> it is the path of the array.
    /// </summary>
    public IReadOnlyCollection<string> Paths { get; }

    /// <summary>
    /// Compiles a condition from JSON. A number with a fraction or an exponent is a double, any other an int64; <c>{"$date": …}</c>,
    /// <c>{"$oid": …}</c>, <c>{"$numberInt": …}</c>, <c>{"$numberLong": …}</c> and <c>{"$numberDouble": …}</c> stand for what JSON lacks.
    /// </summary>
    /// <param name="json">One JSON object of at most <c>1,048,576</c> characters; <c>{}</c> matches every document.</param>
    /// <exception cref="MatchException">The text is no condition of this language.</exception>
    public static MatchExpression Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Parse(MatchJson.ToBson(json));
    }

    /// <summary>Compiles a condition from a BSON document, whose bytes are not kept.</summary>
    /// <exception cref="MatchException">The document is no condition of this language.</exception>
    /// <exception cref="BsonFormatException">The bytes are not BSON of the types that Boom reads.</exception>
    public static MatchExpression Parse(ReadOnlySpan<byte> bson)
    {
        var compiler = new MatchCompiler();
        return new(compiler.Compile(bson), compiler.Paths);
    }

    /// <summary>
    /// Whether a BSON document satisfies the condition. Only the part of the document that decides the answer is read; damage elsewhere goes unseen.
    /// </summary>
    /// <exception cref="BsonFormatException">The part that was read is not BSON of the types that Boom reads.</exception>
    public bool IsMatch(ReadOnlySpan<byte> document) => _root.Matches(document, default);

    /// <summary>Whether a document satisfies the condition once fields were set: those of the second document take the place of those of the first.</summary>
    /// <param name="document">A BSON document.</param>
    /// <param name="set">A BSON document of whole top-level fields, as <c>$set</c> would take them; empty for none.</param>
    /// <exception cref="BsonFormatException">The part that was read is not BSON of the types that Boom reads.</exception>
    public bool IsMatch(ReadOnlySpan<byte> document, ReadOnlySpan<byte> set) => _root.Matches(document, set);
}
