using System.Buffers.Binary;

namespace Boom.Embedded.Readers;

/// <summary>The requests of Kafka's protocol that a reader makes.</summary>
static class KafkaApi
{
    public const short Produce = 0;
    public const short Metadata = 3;
    public const short FindCoordinator = 10;
    public const short JoinGroup = 11;
    public const short SaslHandshake = 17;
    public const short ApiVersions = 18;
    public const short SaslAuthenticate = 36;

    /// <summary>The latest version of <see cref="ApiVersions"/> that is answered in its own form.</summary>
    public const short CompactVersions = 3;

    // A group that somebody has left waits for a second less than its session time-out before it goes on, and no member's is shorter than this on a real broker.
    const int SessionMs = 6000;

    /// <summary>Fetch, ListOffsets, Metadata, OffsetCommit, OffsetFetch, FindCoordinator, JoinGroup, Heartbeat, LeaveGroup, SyncGroup, OffsetForLeaderEpoch.</summary>
    static readonly short[] OfReaders = [1, 2, Metadata, 8, 9, FindCoordinator, JoinGroup, 12, 13, 14, 23];

    /// <summary>Whether a reader may make such a request.</summary>
    public static bool IsOfReaders(short key) => Array.IndexOf(OfReaders, key) >= 0;

    /// <summary>
    /// The versions that a reader is told of, of those that the broker has. What is read here is kept to versions that are simple to read, and those
    /// of Metadata to the ones that can say that no topic is to be made. Clients take the versions of Produce for a sign of what they may expect to read, so
    /// these are told.
    /// </summary>
    public static IReadOnlyList<(short Key, short Least, short Most)> ForReaders(IEnumerable<(short Key, short Least, short Most)> broker) =>
    [
        .. broker.Where(api => api.Key == Produce || IsOfReaders(api.Key))
            .Select(api => (api.Key, Math.Max(api.Least, FirstHarmless(api.Key)), Math.Min(api.Most, LastSimple(api.Key)))),
        (SaslHandshake, 0, 1), (ApiVersions, 0, CompactVersions), (SaslAuthenticate, 0, 1),
    ];

    /// <summary>Has a group go on soon after a member has left it: the client's own time-out is 45 s.</summary>
    /// <param name="request">A request of <see cref="JoinGroup"/> after its number.</param>
    /// <exception cref="InvalidDataException">It is no such request.</exception>
    public static void ShortenSession(Span<byte> request)
    {
        var reader = new KafkaBytes(request);
        reader.String();
        reader.String();
        var at = reader.Position;
        if (reader.Int32() > SessionMs)
            BinaryPrimitives.WriteInt32BigEndian(request[at..], SessionMs);
    }

    /// <summary>Has a look at topics make none: the broker makes what is asked for by name, unless it is told not to.</summary>
    /// <param name="request">A request of <see cref="Metadata"/> after its number.</param>
    /// <exception cref="InvalidDataException">It is no such request.</exception>
    public static void ForbidTopics(Span<byte> request)
    {
        var reader = new KafkaBytes(request);
        reader.String();
        for (var count = reader.Int32(); count > 0; count--)
            reader.String();
        var at = reader.Position;
        reader.Byte();
        request[at] = 0;
    }

    /// <summary>Puts a port in the place of another in the addresses of an answer.</summary>
    /// <param name="body">The answer after the number of its request.</param>
    /// <param name="key"><see cref="Metadata"/> or <see cref="FindCoordinator"/>.</param>
    /// <param name="version">Version of the request.</param>
    /// <param name="from">The port.</param>
    /// <param name="to">What takes its place.</param>
    /// <exception cref="InvalidDataException">It is no such answer.</exception>
    public static void Redirect(Span<byte> body, short key, short version, int from, int to)
    {
        var reader = new KafkaBytes(body);
        var isMetadata = key == Metadata;
        if (version >= (isMetadata ? 3 : 1))
            reader.Int32();
        if (!isMetadata)
            reader.Int16();
        if (!isMetadata && version >= 1)
            reader.String();
        for (var count = isMetadata ? reader.Int32() : 1; count > 0; count--)
        {
            reader.Int32();
            reader.String();
            var at = reader.Position;
            if (reader.Int32() == from)
                BinaryPrimitives.WriteInt32BigEndian(body[at..], to);
            if (isMetadata && version >= 1)
                reader.String();
        }
    }

    // The first version with a word on whether topics are made.
    static short FirstHarmless(short key) => key == Metadata ? (short)4 : (short)0;

    // The last version before the compact form.
    static short LastSimple(short key) => key switch { Metadata => 8, FindCoordinator => 2, JoinGroup => 5, _ => short.MaxValue };
}
