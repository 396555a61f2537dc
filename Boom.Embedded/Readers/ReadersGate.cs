using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Boom.Embedded.Serving;
using Microsoft.Extensions.Logging;

namespace Boom.Embedded.Readers;

/// <summary>
/// Stands in front of the embedded broker, which knows no users: whoever signs in by SASL_PLAINTEXT and SCRAM-SHA-512 reads its topics, in any group, and writes
/// nothing; nor does a topic come into being as it is asked for. Addresses in its answers are the gate's own.
/// </summary>
sealed class ReadersGate : IAsyncDisposable
{
    const int MostSignInBytes = 64 << 10;
    const int MostReadBytes = 16 << 20;
    const int PieceBytes = 64 << 10;
    const int HeaderBytes = 12;
    const int AnswerHeaderBytes = 8;
    const int UnsupportedMechanism = 33;
    const int UnsupportedVersion = 35;
    const int SignInFailed = 58;

    readonly ScramAccount _account;
    readonly ILogger _logger;
    readonly int _target;
    readonly KafkaRelay _relay;

    ReadersGate(ReadersOptions options, string target, ILogger logger)
    {
        _account = new ScramAccount(options.Username, options.Password, RandomNumberGenerator.GetBytes(16));
        (_logger, _target) = (logger, IPEndPoint.Parse(target).Port);
        _relay = KafkaRelay.Start(options.Port, target, $"{ReadersOptions.Section}__{nameof(ReadersOptions.Port)}", PassOnAsync);
    }

    /// <summary>Host and port that readers are given.</summary>
    public string Address => _relay.Address;

    /// <summary>Listens on the loopback address.</summary>
    /// <param name="options">Who may read, and where.</param>
    /// <param name="target">Address of the broker, <c>127.0.0.1:port</c>.</param>
    /// <param name="logger">Hears of sign-ins that were refused.</param>
    /// <exception cref="StackException">The port is taken.</exception>
    public static ReadersGate Start(ReadersOptions options, string target, ILogger logger) => new(options, target, logger);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _relay.DisposeAsync();

    async Task PassOnAsync(Stream client, Stream broker, CancellationToken stop)
    {
        var versions = await AskVersionsAsync(broker, stop);
        if (!await SignInAsync(client, versions, stop))
            return;
        using var passing = new Passing(client, broker, versions, (_target, IPEndPoint.Parse(Address).Port));
        await Task.WhenAny(passing.RequestsAsync(stop), passing.AnswersAsync(stop));
    }

    async Task<bool> SignInAsync(Stream client, IReadOnlyList<(short, short, short)> versions, CancellationToken stop)
    {
        var exchange = new ScramExchange(_account, Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));
        while (!exchange.IsSignedIn)
        {
            var (answer, isRefused) = Answer(await ReadAsync(client, MostSignInBytes, stop), exchange, versions);
            if (answer is not null)
                await client.WriteAsync(answer, stop);
            if (answer is null || isRefused)
                return false;
        }

        return true;
    }

    // Nothing but a sign-in is answered before it.
    (byte[]? Answer, bool IsRefused) Answer(byte[] request, ScramExchange exchange, IReadOnlyList<(short, short, short)> versions)
    {
        var reader = new KafkaBytes(request);
        var (key, version, correlation) = (reader.Int16(), reader.Int16(), reader.Int32());
        if (key == KafkaApi.ApiVersions)
            return (VersionsAnswer(correlation, version, versions), false);
        reader.String();
        switch (key, version)
        {
            case (KafkaApi.SaslHandshake, 1):
                var isKnown = reader.String() == ScramAccount.Mechanism;
                return (new KafkaAnswer(correlation).Int16(isKnown ? 0 : UnsupportedMechanism).Int32(1).String(ScramAccount.Mechanism).ToArray(), !isKnown);
            case (KafkaApi.SaslAuthenticate, 0 or 1):
                var told = exchange.Answer(reader.Bytes());
                if (told is null)
                    ReadersLog.Refused(_logger, _account.User);
                var answer = new KafkaAnswer(correlation).Int16(told is null ? SignInFailed : 0).String(told is null ? "The user or the password is wrong." : null).Bytes(told);
                return ((version == 1 ? answer.Int32(0).Int32(0) : answer).ToArray(), told is null);
            default:
                return (null, true);
        }
    }

    static byte[] VersionsAnswer(int correlation, short version, IReadOnlyList<(short Key, short Least, short Most)> versions)
    {
        var isKnown = version is >= 0 and <= KafkaApi.CompactVersions;
        var isCompact = version == KafkaApi.CompactVersions;
        var answer = new KafkaAnswer(correlation).Int16(isKnown ? 0 : UnsupportedVersion);
        _ = isCompact ? answer.Byte((byte)(versions.Count + 1)) : answer.Int32(versions.Count);
        foreach (var (key, least, most) in versions)
        {
            answer.Int16(key).Int16(least).Int16(most);
            if (isCompact)
                answer.Byte(0);
        }

        if (isKnown && version > 0)
            answer.Int32(0);
        return (isCompact ? answer.Byte(0) : answer).ToArray();
    }

    static async Task<IReadOnlyList<(short, short, short)>> AskVersionsAsync(Stream broker, CancellationToken stop)
    {
        // A question has the form of an answer, but for the key and version in front.
        await broker.WriteAsync(new KafkaAnswer((KafkaApi.ApiVersions << 16) | 0).Int32(0).String("boom-readers").ToArray(), stop);
        var reader = new KafkaBytes(await ReadAsync(broker, MostSignInBytes, stop));
        reader.Int32();
        if (reader.Int16() is not 0 and var error)
            throw new InvalidDataException($"The embedded broker does not tell its versions: error {error}.");
        var found = new List<(short, short, short)>();
        for (var count = reader.Int32(); count > 0; count--)
            found.Add((reader.Int16(), reader.Int16(), reader.Int16()));
        return KafkaApi.ForReaders(found);
    }

    // A whole request or answer without its size.
    static async Task<byte[]> ReadAsync(Stream from, int most, CancellationToken stop)
    {
        var size = new byte[sizeof(int)];
        await from.ReadExactlyAsync(size, stop);
        return await ReadRestAsync(from, BinaryPrimitives.ReadInt32BigEndian(size), stop, most);
    }

    static async Task<byte[]> ReadRestAsync(Stream from, int length, CancellationToken stop, int most = MostReadBytes)
    {
        var bytes = length >= 0 && length <= most ? new byte[length] : throw new InvalidDataException($"{length} bytes are too many.");
        await from.ReadExactlyAsync(bytes, stop);
        return bytes;
    }

    static async Task CopyAsync(Stream from, Stream to, long count, CancellationToken stop)
    {
        var piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            for (int read; count > 0; count -= read)
            {
                read = await from.ReadAsync(piece.AsMemory(0, (int)Math.Min(count, piece.Length)), stop);
                if (read == 0)
                    throw new EndOfStreamException();
                await to.WriteAsync(piece.AsMemory(0, read), stop);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    /// <summary>A connection that is signed in.</summary>
    sealed class Passing(Stream client, Stream broker, IReadOnlyList<(short Key, short Least, short Most)> versions, (int From, int To) port) : IDisposable
    {
        // Requests whose answers have addresses in them, by their numbers.
        readonly ConcurrentDictionary<int, (short Key, short Version)> _asked = new();
        readonly SemaphoreSlim _answering = new(1);

        public void Dispose() => _answering.Dispose();

        /// <summary>Passes requests on, until there is one that no reader makes.</summary>
        public async Task RequestsAsync(CancellationToken stop)
        {
            var header = new byte[HeaderBytes];
            while (true)
            {
                await client.ReadExactlyAsync(header, stop);
                var (length, key, version, correlation) = Read(header);
                if (key == KafkaApi.ApiVersions)
                {
                    await CopyAsync(client, Stream.Null, length - AnswerHeaderBytes, stop);
                    await AnswerAsync(VersionsAnswer(correlation, version, versions), default, stop);
                    continue;
                }

                // What is read or changed here has another form in other versions.
                if (!KafkaApi.IsOfReaders(key) || !versions.Any(told => told.Key == key && version >= told.Least && version <= told.Most))
                    return;
                if (key is KafkaApi.Metadata or KafkaApi.FindCoordinator)
                    _asked[correlation] = (key, version);
                if (key is KafkaApi.JoinGroup or KafkaApi.Metadata)
                {
                    var request = await ReadRestAsync(client, length - AnswerHeaderBytes, stop);
                    if (key == KafkaApi.JoinGroup)
                        KafkaApi.ShortenSession(request);
                    else
                        KafkaApi.ForbidTopics(request);
                    byte[] changed = [.. header, .. request];
                    await broker.WriteAsync(changed, stop);
                    continue;
                }

                await broker.WriteAsync(header, stop);
                await CopyAsync(client, broker, length - AnswerHeaderBytes, stop);
            }
        }

        /// <summary>Passes answers on.</summary>
        public async Task AnswersAsync(CancellationToken stop)
        {
            var header = new byte[AnswerHeaderBytes];
            while (true)
            {
                await broker.ReadExactlyAsync(header, stop);
                var (length, correlation) = ReadAnswer(header);
                if (!_asked.TryRemove(correlation, out var asked))
                {
                    await AnswerAsync(header, length - sizeof(int), stop);
                    continue;
                }

                var body = await ReadRestAsync(broker, length - sizeof(int), stop);
                KafkaApi.Redirect(body, asked.Key, asked.Version, port.From, port.To);
                byte[] whole = [.. header, .. body];
                await AnswerAsync(whole, default, stop);
            }
        }

        // One answer at a time, whole; the rest of it comes from the broker.
        async Task AnswerAsync(ReadOnlyMemory<byte> bytes, long rest, CancellationToken stop)
        {
            await _answering.WaitAsync(stop);
            try
            {
                await client.WriteAsync(bytes, stop);
                await CopyAsync(broker, client, rest, stop);
            }
            finally
            {
                _answering.Release();
            }
        }

        static (int Length, short Key, short Version, int Correlation) Read(byte[] header)
        {
            var reader = new KafkaBytes(header);
            return (reader.Int32() is >= AnswerHeaderBytes and var length ? length : throw new InvalidDataException("A request is too short."), reader.Int16(), reader.Int16(), reader.Int32());
        }

        static (int Length, int Correlation) ReadAnswer(byte[] header)
        {
            var reader = new KafkaBytes(header);
            return (reader.Int32() is >= sizeof(int) and var length ? length : throw new InvalidDataException("An answer is too short."), reader.Int32());
        }
    }
}
