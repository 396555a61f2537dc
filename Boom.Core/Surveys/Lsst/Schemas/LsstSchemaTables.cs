namespace Boom.Core.Surveys.Lsst;

/// <summary>
/// Fields of LSST packets, in the order of the wire, of schema versions 9.0 to 11.1. A field is its name and its type: b boolean, d double, f float, i int,
/// l long, s string, y bytes, t a time in microseconds, a record by its name, [] an array of it, ? null before it. <c>@11.0</c> is the version from
/// which on a field is there, <c>&lt;11.0</c> the first in which it is no more.
/// </summary>
static class LsstSchemaTables
{
    const string Alert = """
        diaSourceId:l observation_reason:s? target_name:s? diaSource:diaSource prvDiaSources:diaSource[]? prvDiaForcedSources:diaForcedSource[]?
        diaObject:diaObject? ssSource:ssSource? MPCORB:MPCORB?<10.0 mpc_orbits:mpc_orbits?@10.0 cutoutDifference:y? cutoutScience:y? cutoutTemplate:y?
        """;

    const string DiaSource = """
        diaSourceId:l visit:l detector:i diaObjectId:l? ssObjectId:l? parentDiaSourceId:l? midpointMjdTai:d exposureTime:f?@11.1 ra:d raErr:f? dec:d
        decErr:f? ra_dec_Cov:f? x:f xErr:f? y:f yErr:f? centroid_flag:b? apFlux:f? apFluxErr:f? apFlux_flag:b? apFlux_flag_apertureTruncated:b?
        isNegative:b? snr:f? psfFlux:f? psfFluxErr:f? psfLnL:f? psfChi2:f? psfNdata:i?<11.0 psfNdata:i@11.0 psfFlux_flag:b? psfFlux_flag_edge:b?
        psfFlux_flag_noGoodPixels:b? trailFlux:f? trailFluxErr:f? trailRa:d? trailRaErr:f? trailDec:d? trailDecErr:f? trailLength:f? trailLengthErr:f?
        trailAngle:f? trailAngleErr:f? trailChi2:f? trailNdata:i?<11.0 trailNdata:i@11.0 trailAlgorithm:i?@11.1 trail_flag_edge:b? trail_flag:b?@11.1
        dipoleMeanFlux:f? dipoleMeanFluxErr:f? dipoleFluxDiff:f? dipoleFluxDiffErr:f? dipoleLength:f? dipoleAngle:f? dipoleChi2:f? dipoleNdata:i?<11.0
        dipoleNdata:i@11.0 scienceFlux:f? scienceFluxErr:f? forced_PsfFlux_flag:b? forced_PsfFlux_flag_edge:b? forced_PsfFlux_flag_noGoodPixels:b?
        templateFlux:f? templateFluxErr:f? ixx:f? iyy:f? ixy:f? ixxPSF:f? iyyPSF:f? ixyPSF:f? shape_flag:b? shape_flag_no_pixels:b?
        shape_flag_not_contained:b? shape_flag_parent_source:b? extendedness:f? reliability:f? reliabilityVersion:s?@11.1 band:s? isDipole:b?
        dipoleFitAttempted:b? timeProcessedMjdTai:d timeWithdrawnMjdTai:d? bboxSize:i?<11.0 bboxSize:i@11.0 pixelFlags:b? pixelFlags_bad:b?
        pixelFlags_cr:b? pixelFlags_crCenter:b? pixelFlags_edge:b? pixelFlags_nodata:b? pixelFlags_nodataCenter:b? pixelFlags_interpolated:b?
        pixelFlags_interpolatedCenter:b? pixelFlags_offimage:b? pixelFlags_saturated:b? pixelFlags_saturatedCenter:b? pixelFlags_suspect:b?
        pixelFlags_suspectCenter:b? pixelFlags_streak:b? pixelFlags_streakCenter:b? pixelFlags_injected:b? pixelFlags_injectedCenter:b?
        pixelFlags_injected_template:b? pixelFlags_injected_templateCenter:b? glint_trail:b?
        """;

    const string DiaForcedSource = """
        diaForcedSourceId:l diaObjectId:l ra:d dec:d visit:l detector:i psfFlux:f? psfFluxErr:f? midpointMjdTai:d scienceFlux:f? scienceFluxErr:f?
        band:s? timeProcessedMjdTai:d timeWithdrawnMjdTai:d?
        """;

    const string DiaObject = """
        diaObjectId:l validityStartMjdTai:d ra:d raErr:f? dec:d decErr:f? ra_dec_Cov:f? u_psfFluxMean:f? u_psfFluxMeanErr:f? u_psfFluxSigma:f?
        u_psfFluxNdata:i?<11.0 u_psfFluxNdata:i@11.0 u_fpFluxMean:f? u_fpFluxMeanErr:f? g_psfFluxMean:f? g_psfFluxMeanErr:f? g_psfFluxSigma:f?
        g_psfFluxNdata:i?<11.0 g_psfFluxNdata:i@11.0 g_fpFluxMean:f? g_fpFluxMeanErr:f? r_psfFluxMean:f? r_psfFluxMeanErr:f? r_psfFluxSigma:f?
        r_psfFluxNdata:i?<11.0 r_psfFluxNdata:i@11.0 r_fpFluxMean:f? r_fpFluxMeanErr:f? i_psfFluxMean:f? i_psfFluxMeanErr:f? i_psfFluxSigma:f?
        i_psfFluxNdata:i?<11.0 i_psfFluxNdata:i@11.0 i_fpFluxMean:f? i_fpFluxMeanErr:f? z_psfFluxMean:f? z_psfFluxMeanErr:f? z_psfFluxSigma:f?
        z_psfFluxNdata:i?<11.0 z_psfFluxNdata:i@11.0 z_fpFluxMean:f? z_fpFluxMeanErr:f? y_psfFluxMean:f? y_psfFluxMeanErr:f? y_psfFluxSigma:f?
        y_psfFluxNdata:i?<11.0 y_psfFluxNdata:i@11.0 y_fpFluxMean:f? y_fpFluxMeanErr:f? u_scienceFluxMean:f? u_scienceFluxMeanErr:f?
        g_scienceFluxMean:f? g_scienceFluxMeanErr:f? r_scienceFluxMean:f? r_scienceFluxMeanErr:f? i_scienceFluxMean:f? i_scienceFluxMeanErr:f?
        z_scienceFluxMean:f? z_scienceFluxMeanErr:f? y_scienceFluxMean:f? y_scienceFluxMeanErr:f? u_psfFluxMin:f? u_psfFluxMax:f? u_psfFluxMaxSlope:f?
        u_psfFluxErrMean:f? g_psfFluxMin:f? g_psfFluxMax:f? g_psfFluxMaxSlope:f? g_psfFluxErrMean:f? r_psfFluxMin:f? r_psfFluxMax:f?
        r_psfFluxMaxSlope:f? r_psfFluxErrMean:f? i_psfFluxMin:f? i_psfFluxMax:f? i_psfFluxMaxSlope:f? i_psfFluxErrMean:f? z_psfFluxMin:f?
        z_psfFluxMax:f? z_psfFluxMaxSlope:f? z_psfFluxErrMean:f? y_psfFluxMin:f? y_psfFluxMax:f? y_psfFluxMaxSlope:f? y_psfFluxErrMean:f?
        firstDiaSourceMjdTai:d? lastDiaSourceMjdTai:d? nDiaSources:i
        """;

    const string SsSource = """
        ssObjectId:l?<10.0 diaSourceId:l?<10.0 eclipticLambda:d?<10.0 eclipticBeta:d?<10.0 galacticL:d?<10.0 galacticB:d?<10.0 phaseAngle:f?<10.0
        heliocentricDist:f?<10.0 topocentricDist:f?<10.0 predictedVMagnitude:f?<10.0 residualRa:d?<10.0 residualDec:d?<10.0 heliocentricX:f?<10.0
        heliocentricY:f?<10.0 heliocentricZ:f?<10.0 heliocentricVX:f?<10.0 heliocentricVY:f?<10.0 heliocentricVZ:f?<10.0 topocentricX:f?<10.0
        topocentricY:f?<10.0 topocentricZ:f?<10.0 topocentricVX:f?<10.0 topocentricVY:f?<10.0 topocentricVZ:f?<10.0 diaSourceId:l@10.0
        ssObjectId:l@10.0 designation:s?@10.0 eclLambda:d@10.0 eclBeta:d@10.0 galLon:d@10.0 galLat:d@10.0 elongation:f?@10.0 phaseAngle:f?@10.0
        topoRange:f?@10.0 topoRangeRate:f?@10.0 helioRange:f?@10.0 helioRangeRate:f?@10.0 ephRa:d?@10.0 ephDec:d?@10.0 ephVmag:f?@10.0 ephRate:f?@10.0
        ephRateRa:f?@10.0 ephRateDec:f?@10.0 ephOffset:f?@10.0 ephOffsetRa:d?@10.0 ephOffsetDec:d?@10.0 ephOffsetAlongTrack:f?@10.0
        ephOffsetCrossTrack:f?@10.0 helio_x:f?@10.0 helio_y:f?@10.0 helio_z:f?@10.0 helio_vx:f?@10.0 helio_vy:f?@10.0 helio_vz:f?@10.0
        helio_vtot:f?@10.0 topo_x:f?@10.0 topo_y:f?@10.0 topo_z:f?@10.0 topo_vx:f?@10.0 topo_vy:f?@10.0 topo_vz:f?@10.0 topo_vtot:f?@10.0
        diaDistanceRank:i?@10.0
        """;

    const string MpcOrb = """
        mpcDesignation:s? ssObjectId:l? mpcH:f? epoch:d? M:d? peri:d? node:d? incl:d? e:d? a:d? q:d? t_p:d?
        """;

    const string MpcOrbits = """
        id:i designation:s packed_primary_provisional_designation:s unpacked_primary_provisional_designation:s mpc_orb_jsonb:s? created_at:t?
        updated_at:t? orbit_type_int:i? u_param:i? nopp:i? arc_length_total:d? arc_length_sel:d? nobs_total:i? nobs_total_sel:i? a:d? q:d? e:d? i:d?
        node:d? argperi:d? peri_time:d? yarkovsky:d? srp:d? a1:d? a2:d? a3:d? dt:d? mean_anomaly:d? period:d? mean_motion:d? a_unc:d? q_unc:d?
        e_unc:d? i_unc:d? node_unc:d? argperi_unc:d? peri_time_unc:d? yarkovsky_unc:d? srp_unc:d? a1_unc:d? a2_unc:d? a3_unc:d? dt_unc:d?
        mean_anomaly_unc:d? period_unc:d? mean_motion_unc:d? epoch_mjd:d? h:d? g:d? not_normalized_rms:d? normalized_rms:d? earth_moid:d?
        fitting_datetime:t?
        """;

    /// <summary>The fields of a record, separated by white space.</summary>
    internal static string Of(string record) => record switch
    {
        "alert" => Alert,
        "diaSource" => DiaSource,
        "diaForcedSource" => DiaForcedSource,
        "diaObject" => DiaObject,
        "ssSource" => SsSource,
        "MPCORB" => MpcOrb,
        "mpc_orbits" => MpcOrbits,
        _ => throw new ArgumentOutOfRangeException(nameof(record), record, null),
    };
}
