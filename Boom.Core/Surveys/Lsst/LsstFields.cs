using Boom.Core.Avro;

namespace Boom.Core.Surveys.Lsst;

/// <summary>
/// What is taken of the records of a packet, of any schema version, and under which names it is stored. In the tables a field is its name and its type (b
/// boolean, d double, f single, i int, l long, s text), then the names that older schemas have for it; 0 marks an identifier of which 0 says that there is none.
/// </summary>
static class LsstFields
{
    /// <summary>Slots of a source or a forced source.</summary>
    public const int Id = 0, DiaObjectId = 1, SsObjectId = 2, Mjd = 3, Ra = 4, Dec = 5, PsfFlux = 6, PsfFluxErr = 7, ApFlux = 8, ApFluxErr = 9, PsfChi2 = 10, PsfNdata = 11;

    /// <summary>Slots of other records.</summary>
    public const int FirstSeen = 3, SourceCount = 4, Designation = 5, Image = 6;

    const string SourceTable = """
        diaSourceId:l visit:l detector:i diaObjectId:l0 ssObjectId:l0 parentDiaSourceId:l midpointMjdTai:d=midPointTai ra:d raErr:f dec:d=decl
        decErr:f=declErr centroid_flag:b apFlux:f apFluxErr:f apFlux_flag:b apFlux_flag_apertureTruncated:b isNegative:b=is_negative snr:f psfFlux:f=psFlux
        psfFluxErr:f=psFluxErr psfChi2:f=psChi2 psfNdata:i=psNdata psfFlux_flag:b psfFlux_flag_edge:b psfFlux_flag_noGoodPixels:b trailFlux:f
        trailFluxErr:f trailRa:d trailRaErr:f trailDec:d=trailDecl trailDecErr:f=trailDeclErr trailLength:f trailLengthErr:f trailAngle:f
        trailAngleErr:f trailChi2:f trailNdata:i trail_flag_edge:b scienceFlux:f=totFlux scienceFluxErr:f=totFluxErr forced_PsfFlux_flag:b
        forced_PsfFlux_flag_edge:b forced_PsfFlux_flag_noGoodPixels:b templateFlux:f templateFluxErr:f shape_flag:b shape_flag_no_pixels:b
        shape_flag_not_contained:b shape_flag_parent_source:b extendedness:f reliability:f band:s=filterName isDipole:b pixelFlags:b pixelFlags_bad:b
        pixelFlags_cr:b pixelFlags_crCenter:b pixelFlags_edge:b pixelFlags_nodata:b pixelFlags_nodataCenter:b pixelFlags_interpolated:b
        pixelFlags_interpolatedCenter:b pixelFlags_offimage:b pixelFlags_saturated:b pixelFlags_saturatedCenter:b pixelFlags_suspect:b
        pixelFlags_suspectCenter:b pixelFlags_streak:b pixelFlags_streakCenter:b pixelFlags_injected:b pixelFlags_injectedCenter:b
        pixelFlags_injected_template:b pixelFlags_injected_templateCenter:b glint_trail:b
        """;

    const string ForcedTable = """
        diaForcedSourceId:l diaObjectId:l0 ra:d dec:d visit:l detector:i psfFlux:f=psFlux psfFluxErr:f=psFluxErr midpointMjdTai:d=midPointTai
        scienceFlux:f=totFlux scienceFluxErr:f=totFluxErr band:s=filterName
        """;

    // Of schemas before 10.0 only what has the same meaning and unit: not their residuals and velocities.
    const string SsSourceTable = """
        diaSourceId:l ssObjectId:l0 designation:s eclLambda:d=eclipticLambda eclBeta:d=eclipticBeta galLon:d=galacticL galLat:d=galacticB elongation:f
        phaseAngle:f topoRange:f=topocentricDist topoRangeRate:f helioRange:f=heliocentricDist helioRangeRate:f ephRa:d ephDec:d
        ephVmag:f=predictedVMagnitude ephRate:f ephRateRa:f ephRateDec:f ephOffset:f ephOffsetRa:d ephOffsetDec:d ephOffsetAlongTrack:f
        ephOffsetCrossTrack:f helio_x:f=heliocentricX helio_y:f=heliocentricY helio_z:f=heliocentricZ helio_vx:f helio_vy:f helio_vz:f helio_vtot:f
        topo_x:f=topocentricX topo_y:f=topocentricY topo_z:f=topocentricZ topo_vx:f topo_vy:f topo_vz:f topo_vtot:f diaDistanceRank:i
        """;

    /// <summary>Of a <c>diaSource</c>.</summary>
    public static IReadOnlyList<AvroWantedField> Source { get; } = Parse(
        SourceTable,
        ["diaSourceId", "midpointMjdTai", "ra", "dec"],
        ("diaSourceId", Id), ("diaObjectId", DiaObjectId), ("ssObjectId", SsObjectId), ("midpointMjdTai", Mjd), ("ra", Ra), ("dec", Dec), ("psfFlux", PsfFlux),
        ("psfFluxErr", PsfFluxErr), ("apFlux", ApFlux), ("apFluxErr", ApFluxErr), ("psfChi2", PsfChi2), ("psfNdata", PsfNdata));

    /// <summary>Of a <c>diaForcedSource</c>.</summary>
    public static IReadOnlyList<AvroWantedField> Forced { get; } = Parse(
        ForcedTable,
        ["midpointMjdTai"],
        ("diaForcedSourceId", Id), ("midpointMjdTai", Mjd), ("psfFlux", PsfFlux), ("psfFluxErr", PsfFluxErr));

    /// <summary>Of a source in a history, what it is found by.</summary>
    public static IReadOnlyList<AvroWantedField> SourceIndex { get; } = [.. Source.Where(field => field.Slot is Id or Mjd)];

    /// <summary>Of a forced source, what it is found by.</summary>
    public static IReadOnlyList<AvroWantedField> ForcedIndex { get; } = [.. Forced.Where(field => field.Slot is Id or Mjd)];

    /// <summary>Of a <c>ssSource</c>.</summary>
    public static IReadOnlyList<AvroWantedField> SsSource { get; } = Parse(SsSourceTable, [], ("ssObjectId", SsObjectId), ("designation", Designation));

    /// <summary>Of a <c>diaObject</c>.</summary>
    public static IReadOnlyList<AvroWantedField> Object { get; } =
    [
        new("diaObjectId", AvroTarget.Int64) { Slot = DiaObjectId, ZeroIsAbsent = true },
        new("firstDiaSourceMjdTai", AvroTarget.Double) { Slot = FirstSeen },
        new("nDiaSources", AvroTarget.Int32) { Slot = SourceCount },
    ];

    /// <summary>Of a cutout that is a record, as those before 3.0 are.</summary>
    public static IReadOnlyList<AvroWantedField> Cutout { get; } = [new("stampData", AvroTarget.Bytes) { Slot = Image, IsRequired = true }];

    static AvroWantedField[] Parse(string table, string[] required, params (string Name, int Slot)[] slots)
    {
        var tokens = table.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return Array.ConvertAll(tokens, token =>
        {
            var parts = token.Split(':', '=');
            var slot = Array.FindIndex(slots, entry => entry.Name == parts[0]);
            return new AvroWantedField(parts[0], TargetOf(parts[1][0]))
            {
                OtherNames = parts[2..],
                Element = parts[0],
                Slot = slot < 0 ? -1 : slots[slot].Slot,
                IsRequired = required.Contains(parts[0]),
                ZeroIsAbsent = parts[1].EndsWith('0'),
            };
        });
    }

    static AvroTarget TargetOf(char code) => code switch
    {
        'b' => AvroTarget.Boolean,
        'd' => AvroTarget.Double,
        'f' => AvroTarget.Single,
        'i' => AvroTarget.Int32,
        'l' => AvroTarget.Int64,
        's' => AvroTarget.String,
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, null),
    };
}
