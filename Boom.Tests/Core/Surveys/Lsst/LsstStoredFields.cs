namespace Boom.Tests.Core.Surveys.Lsst;

/// <summary>
/// The wire fields that are stored, with their stored types: d double, i int32, l int64, l0 the same where 0 is none, b boolean, s string; then what older
/// schemas call them. Written down apart from the product, as what it is held to.
/// </summary>
static class LsstStoredFields
{
    public const string Source = """
        diaSourceId:l visit:l detector:i diaObjectId:l0 ssObjectId:l0 parentDiaSourceId:l midpointMjdTai:d|midPointTai ra:d raErr:d
        dec:d|decl decErr:d|declErr centroid_flag:b apFlux:d apFluxErr:d apFlux_flag:b apFlux_flag_apertureTruncated:b
        isNegative:b|is_negative snr:d psfFlux:d|psFlux psfFluxErr:d|psFluxErr psfChi2:d|psChi2 psfNdata:i|psNdata psfFlux_flag:b
        psfFlux_flag_edge:b psfFlux_flag_noGoodPixels:b trailFlux:d trailFluxErr:d trailRa:d trailRaErr:d trailDec:d|trailDecl
        trailDecErr:d|trailDeclErr trailLength:d trailLengthErr:d trailAngle:d trailAngleErr:d trailChi2:d trailNdata:i trail_flag_edge:b
        scienceFlux:d|totFlux scienceFluxErr:d|totFluxErr forced_PsfFlux_flag:b forced_PsfFlux_flag_edge:b
        forced_PsfFlux_flag_noGoodPixels:b templateFlux:d templateFluxErr:d shape_flag:b shape_flag_no_pixels:b
        shape_flag_not_contained:b shape_flag_parent_source:b extendedness:d reliability:d band:s|filterName isDipole:b pixelFlags:b
        pixelFlags_bad:b pixelFlags_cr:b pixelFlags_crCenter:b pixelFlags_edge:b pixelFlags_nodata:b pixelFlags_nodataCenter:b
        pixelFlags_interpolated:b pixelFlags_interpolatedCenter:b pixelFlags_offimage:b pixelFlags_saturated:b
        pixelFlags_saturatedCenter:b pixelFlags_suspect:b pixelFlags_suspectCenter:b pixelFlags_streak:b pixelFlags_streakCenter:b
        pixelFlags_injected:b pixelFlags_injectedCenter:b pixelFlags_injected_template:b pixelFlags_injected_templateCenter:b glint_trail:b
        """;

    public const string Forced = """
        diaForcedSourceId:l diaObjectId:l0 ra:d dec:d visit:l detector:i psfFlux:d|psFlux psfFluxErr:d|psFluxErr
        midpointMjdTai:d|midPointTai scienceFlux:d|totFlux scienceFluxErr:d|totFluxErr band:s|filterName
        """;

    public const string SsSource = """
        diaSourceId:l ssObjectId:l0 designation:s eclLambda:d|eclipticLambda eclBeta:d|eclipticBeta galLon:d|galacticL galLat:d|galacticB
        elongation:d phaseAngle:d topoRange:d|topocentricDist topoRangeRate:d helioRange:d|heliocentricDist helioRangeRate:d ephRa:d
        ephDec:d ephVmag:d|predictedVMagnitude ephRate:d ephRateRa:d ephRateDec:d ephOffset:d ephOffsetRa:d ephOffsetDec:d
        ephOffsetAlongTrack:d ephOffsetCrossTrack:d helio_x:d|heliocentricX helio_y:d|heliocentricY helio_z:d|heliocentricZ helio_vx:d
        helio_vy:d helio_vz:d helio_vtot:d topo_x:d|topocentricX topo_y:d|topocentricY topo_z:d|topocentricZ topo_vx:d topo_vy:d
        topo_vz:d topo_vtot:d diaDistanceRank:i
        """;

    public static IEnumerable<(string Name, string Type, string[] Names)> Parse(string list) =>
        list.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split(':', '|'))
            .Select(parts => (parts[0], parts[1], parts.Where((_, i) => i != 1).ToArray()));
}
