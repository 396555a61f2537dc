using Boom.Core.Avro;

namespace Boom.Core.Surveys.Lsst;

/// <summary>How packets of one writer's schema are read: made once per schema. Thread-safe.</summary>
sealed class LsstPacketSchema
{
    readonly LsstPart[] _parts;
    readonly AvroSchema _schema;

    LsstPacketSchema(AvroSchema schema)
    {
        _schema = schema;
        // Of two fields of one name the first counts, as everywhere.
        var seen = new HashSet<LsstPartKind>();
        _parts = [.. schema.Fields.Select(field => Part(field, KindOf(field.Name) is var kind && seen.Add(kind) ? kind : LsstPartKind.Other))];
        Source = PlanOf(LsstPartKind.Source)
            ?? throw new AvroFormatException(AvroFault.MissingField, "the packet's schema lacks a required field", path: "diaSource");
        Detections = PlanOf(LsstPartKind.Detections) ?? Source;
        Forced = PlanOf(LsstPartKind.Forced) ?? Source;
        SsSource = PlanOf(LsstPartKind.SsSource) ?? Source;
        Version = LsstPacketName.VersionOf(schema.Name);
    }

    /// <summary>Version of the schema as its name has it, e.g. 11.1; null when it has none.</summary>
    public string? Version { get; }

    /// <summary>For the record that set off the alert.</summary>
    public AvroRecordPlan Source { get; }

    /// <summary>For elements of <c>prvDiaSources</c>.</summary>
    public AvroRecordPlan Detections { get; }

    /// <summary>For elements of <c>prvDiaForcedSources</c>.</summary>
    public AvroRecordPlan Forced { get; }

    /// <summary>For <c>ssSource</c>.</summary>
    public AvroRecordPlan SsSource { get; }

    /// <summary>Makes it. Throws <see cref="AvroFormatException"/> for a schema of another survey, and for one that lacks what is needed.</summary>
    /// <param name="json">The schema, JSON in UTF-8.</param>
    public static LsstPacketSchema Compile(ReadOnlySpan<byte> json)
    {
        var schema = AvroSchema.Parse(json);
        if (LsstPacketName.Refuse(schema) is { } reason)
            throw new AvroFormatException(AvroFault.Foreign, reason);
        if (schema.Type != AvroType.Record)
            throw new AvroFormatException(AvroFault.TypeMismatch, $"the writer's type is {schema.Type}, not a record");
        return new LsstPacketSchema(schema);
    }

    /// <summary>Reads one record; answers the position behind it.</summary>
    /// <param name="data">A block of a container, or one bare datum.</param>
    /// <param name="offset">First byte of the record.</param>
    /// <param name="position">Position of the data in the packet, for messages.</param>
    /// <param name="record">Receives what the record says.</param>
    public int Read(ReadOnlySpan<byte> data, int offset, int position, LsstRecord record)
    {
        try
        {
            record.Clear();
            var at = offset;
            foreach (var part in _parts)
            {
                if (part.NullIndex < 0 || IsPresent(data, ref at, part.NullIndex))
                    ReadPart(data, ref at, part, record);
            }

            return at;
        }
        catch (AvroFormatException exception)
        {
            var inRecord = new AvroFormatException(exception.Fault, exception.What, exception.Position - offset);
            throw AvroFaultLocator.Locate(inRecord, _schema, data[offset..], position + offset);
        }
    }

    static void ReadPart(ReadOnlySpan<byte> data, ref int at, LsstPart part, LsstRecord record)
    {
        switch (part.Kind)
        {
            case LsstPartKind.Source:
                record.SourceOffset = at;
                at = part.Plan!.Walk(data, at, ref record.Source);
                record.SourceLength = at - record.SourceOffset;
                break;
            case LsstPartKind.Detections:
                ReadPoints(data, ref at, part, record.Detections);
                break;
            case LsstPartKind.Forced:
                ReadPoints(data, ref at, part, record.Forced);
                break;
            case LsstPartKind.Object:
                at = part.Plan!.Walk(data, at, ref record.Object);
                break;
            case LsstPartKind.SsSource:
                record.SsSourceOffset = at;
                at = part.Plan!.Walk(data, at, ref record.SsSource);
                record.SsSourceLength = at - record.SsSourceOffset;
                break;
            case LsstPartKind.CutoutDifference or LsstPartKind.CutoutScience or LsstPartKind.CutoutTemplate:
                record.Cutouts[part.Kind - LsstPartKind.CutoutDifference] = ReadCutout(data, ref at, part);
                break;
            default:
                Skip(data, ref at, part);
                break;
        }
    }

    static void ReadPoints(ReadOnlySpan<byte> data, ref int at, LsstPart part, LsstPointList points)
    {
        var items = part.Value.Items!;
        var nullIndex = items.NullIndexOfPair();
        var slots = new AvroSlots();
        while (ReadBlock(data, ref at, items.MinimumBytes) is var count and > 0)
        {
            for (var i = 0; i < count; i++)
            {
                if (nullIndex >= 0 && !IsPresent(data, ref at, nullIndex))
                    continue;
                var start = at;
                at = part.Index!.Walk(data, at, ref slots);
                points.Add(slots.Double(LsstFields.Mjd), slots.Int64(LsstFields.Id) ?? 0, start, at - start);
            }
        }
    }

    static AvroSlice ReadCutout(ReadOnlySpan<byte> data, ref int at, LsstPart part)
    {
        if (part.Plan is null)
        {
            var reader = At(data, at);
            var slice = reader.ReadSlice();
            at = reader.Position;
            return slice;
        }

        var slots = new AvroSlots();
        at = part.Plan.Walk(data, at, ref slots);
        return slots.Slice(LsstFields.Image) ?? default;
    }

    static void Skip(ReadOnlySpan<byte> data, ref int at, LsstPart part)
    {
        if (part.Plan is not null)
        {
            var slots = new AvroSlots();
            at = part.Plan.Walk(data, at, ref slots);
            return;
        }

        var reader = At(data, at);
        part.Value.Skip(ref reader);
        at = reader.Position;
    }

    static bool IsPresent(ReadOnlySpan<byte> data, ref int at, int nullIndex)
    {
        var reader = At(data, at);
        var isPresent = reader.ReadPresence(nullIndex);
        at = reader.Position;
        return isPresent;
    }

    static int ReadBlock(ReadOnlySpan<byte> data, ref int at, int minimumItemBytes)
    {
        var reader = At(data, at);
        var count = reader.ReadBlock(minimumItemBytes, out _);
        at = reader.Position;
        return count;
    }

    static AvroReader At(ReadOnlySpan<byte> data, int position)
    {
        var reader = new AvroReader(data);
        reader.Skip(position);
        return reader;
    }

    AvroRecordPlan? PlanOf(LsstPartKind kind) => _parts.FirstOrDefault(part => part.Kind == kind)?.Plan;

    static LsstPart Part(AvroField field, LsstPartKind kind)
    {
        var part = new LsstPart(kind, field, field.Schema.NullIndexOfPair());
        return part with
        {
            Plan = kind switch
            {
                LsstPartKind.Source => AvroRecordPlan.Compile(part.Value, LsstFields.Source, field.Name),
                LsstPartKind.Detections => Items(part, LsstFields.Source),
                LsstPartKind.Forced => Items(part, LsstFields.Forced),
                LsstPartKind.Object => AvroRecordPlan.Compile(part.Value, LsstFields.Object, field.Name),
                LsstPartKind.SsSource => AvroRecordPlan.Compile(part.Value, LsstFields.SsSource, field.Name),
                LsstPartKind.Other => part.Value.Type == AvroType.Record ? AvroRecordPlan.Compile(part.Value, [], field.Name) : null,
                _ => Cutout(part),
            },
            Index = kind switch
            {
                LsstPartKind.Detections => Items(part, LsstFields.SourceIndex),
                LsstPartKind.Forced => Items(part, LsstFields.ForcedIndex),
                _ => null,
            },
        };
    }

    static AvroRecordPlan Items(LsstPart part, IReadOnlyList<AvroWantedField> wanted) => part.Value.Type == AvroType.Array
        ? AvroRecordPlan.Compile(part.Value.Items!.Value(), wanted, part.Field.Name)
        : throw Mismatch(part, "an array");

    static AvroRecordPlan? Cutout(LsstPart part) => part.Value.Type switch
    {
        AvroType.Bytes or AvroType.String => null,
        AvroType.Record => AvroRecordPlan.Compile(part.Value, LsstFields.Cutout, part.Field.Name),
        _ => throw Mismatch(part, "bytes"),
    };

    static AvroFormatException Mismatch(LsstPart part, string expected) => new(
        AvroFault.TypeMismatch, $"the packet has a {part.Value.Type.ToString().ToLowerInvariant()} where Boom expects {expected}", path: part.Field.Name);

    static LsstPartKind KindOf(string name) => name switch
    {
        "diaSource" => LsstPartKind.Source,
        "prvDiaSources" => LsstPartKind.Detections,
        "prvDiaForcedSources" => LsstPartKind.Forced,
        "diaObject" => LsstPartKind.Object,
        "ssSource" => LsstPartKind.SsSource,
        "cutoutDifference" => LsstPartKind.CutoutDifference,
        "cutoutScience" => LsstPartKind.CutoutScience,
        "cutoutTemplate" => LsstPartKind.CutoutTemplate,
        _ => LsstPartKind.Other,
    };
}
