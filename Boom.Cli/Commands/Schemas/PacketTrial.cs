using System.Buffers.Binary;
using System.Text;
using Boom.Cli.Rendering.Json;
using Boom.Core.Alerts;
using Boom.Core.Avro;
using Boom.Core.Resilience;
using Boom.Core.Surveys;

namespace Boom.Cli.Commands.Schemas;

/// <summary>Decodes packets to see whether they would be, and counts by schema.</summary>
/// <param name="surveys">Surveys that they may be of.</param>
/// <param name="schemas">Schemas by number.</param>
internal sealed class PacketTrial(IReadOnlyList<ISurvey> surveys, IWriterSchemas schemas)
{
    // A folder of damaged packets may name any number of schemas.
    const int MostGroups = 1000;

    /// <summary>Reason of packets that a stage would let wait.</summary>
    const string Waits = "waits-for-schema";

    readonly Dictionary<(Survey? Survey, uint? Number, string Schema), Group> _groups = [];
    readonly List<ISurveyAlert> _alerts = [];

    /// <summary>Decodes one packet as each survey would, until one can.</summary>
    public async Task AddAsync(ReadOnlyMemory<byte> packet, CancellationToken cancellationToken)
    {
        var (survey, fault) = (default(ISurvey), default(PacketFault));
        var alerts = 0;
        foreach (var candidate in surveys)
        {
            _alerts.Clear();
            var answer = await DecodeAsync(candidate, packet, cancellationToken);

            // Of those who refuse it, the one who knows whose it is says why.
            if (survey is null || answer is null || (IsForeign(fault) && !IsForeign(answer)))
                (survey, fault, alerts) = (candidate, answer, _alerts.Count);
            if (answer is null)
                break;
        }

        GroupOf(packet, fault is null ? survey : null).Count(alerts, fault);
    }

    // A schema that cannot be had now is the fault of this packet alone.
    async ValueTask<PacketFault?> DecodeAsync(ISurvey candidate, ReadOnlyMemory<byte> packet, CancellationToken cancellationToken)
    {
        try
        {
            return await candidate.DecodeAsync(packet, _alerts, cancellationToken);
        }
        catch (Exception away) when (away is TransientFaultException or PermanentFaultException)
        {
            return new PacketFault(Waits, away.Message);
        }
    }

    async ValueTask<WriterSchema?> FindAsync(SchemaSubject subject, uint number, CancellationToken cancellationToken)
    {
        try
        {
            return await schemas.FindAsync(subject, number, cancellationToken);
        }
        catch (Exception away) when (away is TransientFaultException or PermanentFaultException)
        {
            return null;
        }
    }

    static bool IsForeign(PacketFault? fault) => fault?.Reason == "foreign";

    /// <summary>What was found, by schema.</summary>
    public async Task<IReadOnlyList<CheckedSchemaJson>> SumUpAsync(CancellationToken cancellationToken)
    {
        var usual = _groups.Where(group => group.Key is { Survey: not null, Number: null }).GroupBy(group => group.Key.Survey)
            .ToDictionary(groups => groups.Key!.Value, groups => groups.MaxBy(group => group.Value.Packets).Key.Schema);
        var results = new List<CheckedSchemaJson>();
        foreach (var ((survey, number, text), group) in _groups)
        {
            var subject = surveys.FirstOrDefault(known => known.Key == survey)?.Schemas;
            var found = number is { } given && subject is not null ? await FindAsync(subject, given, cancellationToken) : null;
            var outline = Outline(found?.Json ?? text);
            var (other, changes) = Compare(outline, Newest(subject) is { } newest ? (newest.Name, newest)
                : survey is { } key && usual.TryGetValue(key, out var most) && most != text ? ("the schema of most packets", Outline(most)) : ("", null));
            results.Add(new CheckedSchemaJson(
                survey?.ToLowerName(), number, outline?.Name ?? "no schema that can be read", number is null ? "the packets" : found?.Source is { Length: > 0 } source ? source : "nobody",
                group.Packets, group.Decoded, group.Alerts, group.Faults, group.FirstFault, other, changes));
        }

        return results;
    }

    static (string? Other, IEnumerable<string> Changes) Compare(SchemaOutline? outline, (string Name, SchemaOutline? Outline) other) =>
        outline is null || other.Outline is null || outline.Name == other.Name ? (null, []) : (other.Name, other.Outline.ChangesTo(outline));

    // The newest schema of this build is what is read best.
    static SchemaOutline? Newest(SchemaSubject? subject) => subject?.Included is [.., var last] ? Outline(subject.IncludedText(last)) : null;

    static SchemaOutline? Outline(string? json)
    {
        try
        {
            return string.IsNullOrEmpty(json) ? null : SchemaOutline.Parse(json);
        }
        catch (AvroFormatException)
        {
            return null;
        }
    }

    Group GroupOf(ReadOnlyMemory<byte> packet, ISurvey? decodedBy)
    {
        var number = NumberIn(packet.Span);

        // A frame says nothing of the survey: it is that of the first whose numbers it may be.
        var survey = decodedBy ?? (number is { } given ? surveys.FirstOrDefault(known => known.Schemas?.VersionOf(given) is not null) : null);
        var text = number is null ? EmbeddedSchema(packet.Span) : "";
        var key = (survey?.Key, number, text);
        if (_groups.TryGetValue(key, out var group))
            return group;
        if (_groups.Count >= MostGroups)
            key = (null, null, "");
        return _groups.TryGetValue(key, out group) ? group : _groups[key] = new Group();
    }

    static uint? NumberIn(ReadOnlySpan<byte> packet) => packet is [0, _, _, _, _, ..] ? BinaryPrimitives.ReadUInt32BigEndian(packet[1..]) : null;

    static string EmbeddedSchema(ReadOnlySpan<byte> packet)
    {
        try
        {
            var header = AvroContainerHeader.Read(packet);
            return Encoding.UTF8.GetString(packet.Slice(header.SchemaJson.Offset, header.SchemaJson.Length));
        }
        catch (AvroFormatException)
        {
            return "";
        }
    }

    sealed class Group
    {
        readonly SortedDictionary<string, long> _faults = new(StringComparer.Ordinal);

        public long Packets { get; private set; }

        public long Decoded { get; private set; }

        public long Alerts { get; private set; }

        public IReadOnlyDictionary<string, long> Faults => _faults;

        public string? FirstFault { get; private set; }

        public void Count(int alerts, PacketFault? fault)
        {
            Packets++;
            Alerts += alerts;
            if (fault is null)
            {
                Decoded++;
                return;
            }

            _faults[fault.Reason] = _faults.GetValueOrDefault(fault.Reason) + 1;
            FirstFault ??= fault.Detail;
        }
    }
}
