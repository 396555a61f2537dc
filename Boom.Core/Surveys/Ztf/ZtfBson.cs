using Boom.Core.Bson;

namespace Boom.Core.Surveys.Ztf;

/// <summary>Writes ZTF sources as BSON fields under their stored names: single precision widened, absent values left out.</summary>
static class ZtfBson
{
    /// <summary>The fields of <c>candidate</c>.</summary>
    internal static void Candidate(BsonWriter writer, ZtfCandidate candidate)
    {
        ref readonly var point = ref candidate.Point;
        Source(writer, point);
        writer.Double("classtar"u8, candidate.Classtar);
        Shape(writer, point);
        writer.Double("sgmag1"u8, candidate.Sgmag1);
        writer.Double("srmag1"u8, candidate.Srmag1);
        writer.Double("simag1"u8, candidate.Simag1);
        writer.Double("szmag1"u8, candidate.Szmag1);
        writer.Double("sgscore1"u8, candidate.Sgscore1);
        writer.Double("distpsnr1"u8, candidate.Distpsnr1);
        writer.Int32("ndethist"u8, candidate.Ndethist);
        writer.Int32("ncovhist"u8, candidate.Ncovhist);
        writer.Double("jdstarthist"u8, candidate.Jdstarthist);
        writer.Double("scorr"u8, point.Scorr);
        writer.Double("sgmag2"u8, candidate.Sgmag2);
        writer.Double("srmag2"u8, candidate.Srmag2);
        writer.Double("simag2"u8, candidate.Simag2);
        writer.Double("szmag2"u8, candidate.Szmag2);
        writer.Double("sgscore2"u8, candidate.Sgscore2);
        writer.Double("distpsnr2"u8, candidate.Distpsnr2);
        writer.Double("sgmag3"u8, candidate.Sgmag3);
        writer.Double("srmag3"u8, candidate.Srmag3);
        writer.Double("simag3"u8, candidate.Simag3);
        writer.Double("szmag3"u8, candidate.Szmag3);
        writer.Double("sgscore3"u8, candidate.Sgscore3);
        writer.Double("distpsnr3"u8, candidate.Distpsnr3);
        writer.Int32("nmtchps"u8, candidate.Nmtchps);
        writer.Double("dsnrms"u8, candidate.Dsnrms);
        writer.Double("ssnrms"u8, candidate.Ssnrms);
        writer.Double("dsdiff"u8, candidate.Dsdiff);
        writer.Double("magzpsci"u8, point.Magzpsci);
        writer.Double("magzpsciunc"u8, candidate.Magzpsciunc);
        writer.Double("magzpscirms"u8, candidate.Magzpscirms);
        writer.Double("clrcoeff"u8, candidate.Clrcoeff);
        writer.Double("clrcounc"u8, candidate.Clrcounc);
        writer.Double("zpmed"u8, candidate.Zpmed);
        writer.Double("neargaia"u8, candidate.Neargaia);
        writer.Double("neargaiabright"u8, candidate.Neargaiabright);
        writer.Double("maggaia"u8, candidate.Maggaia);
        writer.Double("maggaiabright"u8, candidate.Maggaiabright);
        writer.Double("exptime"u8, candidate.Exptime);
        writer.Double("drb"u8, candidate.Drb);
        Fluxes(writer, point);
    }

    /// <summary>The fields of an element of <c>prv_candidates</c> or <c>prv_nondetections</c>; <c>jd</c> comes first.</summary>
    internal static void PrvCandidate(BsonWriter writer, in ZtfPrvCandidate point)
    {
        Source(writer, point);
        Shape(writer, point);
        writer.Double("scorr"u8, point.Scorr);
        writer.Double("magzpsci"u8, point.Magzpsci);
        Fluxes(writer, point);
        writer.Double("drb"u8, point.Drb);
    }

    /// <summary>The fields of an element of <c>fp_hists</c>; <c>jd</c> comes first.</summary>
    internal static void FpHist(BsonWriter writer, in ZtfFpHist point)
    {
        writer.Double("jd"u8, point.Jd);
        writer.Int32("field"u8, point.Field);
        writer.Int32("rcid"u8, point.Rcid);
        writer.Int32("fid"u8, point.Fid);
        writer.Int64("pid"u8, point.Pid);
        writer.Int64("rfid"u8, point.Rfid);
        writer.Double("magzpsci"u8, point.Magzpsci);
        writer.Double("magzpsciunc"u8, point.Magzpsciunc);
        writer.Double("magzpscirms"u8, point.Magzpscirms);
        writer.Double("exptime"u8, point.Exptime);
        writer.Double("diffmaglim"u8, point.Diffmaglim);
        writer.Int32("programid"u8, point.Programid);
        writer.Double("forcediffimflux"u8, point.Forcediffimflux);
        writer.Double("forcediffimfluxunc"u8, point.Forcediffimfluxunc);
        writer.String("procstatus"u8, point.Procstatus);
        writer.Double("distnr"u8, point.Distnr);
        writer.Double("magnr"u8, point.Magnr);
        writer.Double("sigmagnr"u8, point.Sigmagnr);
        writer.Double("chinr"u8, point.Chinr);
        writer.Double("sharpnr"u8, point.Sharpnr);
        writer.Double("magpsf"u8, point.Magpsf);
        writer.Double("sigmapsf"u8, point.Sigmapsf);
        writer.Double("psfFlux"u8, point.PsfFlux);
        writer.Double("psfFluxErr"u8, point.PsfFluxErr);
        writer.Boolean("isdiffpos"u8, point.Isdiffpos);
        writer.Double("snr_psf"u8, point.SnrPsf);
        writer.String("band"u8, point.Band);
    }

    static void Source(BsonWriter writer, in ZtfPrvCandidate point)
    {
        writer.Double("jd"u8, point.Jd);
        writer.Int32("fid"u8, point.Fid);
        writer.Int64("pid"u8, point.Pid);
        writer.Double("diffmaglim"u8, point.Diffmaglim);
        writer.String("programpi"u8, point.Programpi);
        writer.Int32("programid"u8, point.Programid);
        writer.Int64("candid"u8, point.Candid);
        writer.Boolean("isdiffpos"u8, point.Isdiffpos?.Value);
        writer.Int32("nid"u8, point.Nid);
        writer.Int32("rcid"u8, point.Rcid);
        writer.Int32("field"u8, point.Field);
        writer.Double("ra"u8, point.Ra);
        writer.Double("dec"u8, point.Dec);
        writer.Double("magpsf"u8, point.Magpsf);
        writer.Double("sigmapsf"u8, point.Sigmapsf);
        writer.Double("chipsf"u8, point.Chipsf);
        writer.Double("magap"u8, point.Magap);
        writer.Double("sigmagap"u8, point.Sigmagap);
        writer.Double("distnr"u8, point.Distnr);
        writer.Double("magnr"u8, point.Magnr);
        writer.Double("sigmagnr"u8, point.Sigmagnr);
        writer.Double("chinr"u8, point.Chinr);
        writer.Double("sharpnr"u8, point.Sharpnr);
        writer.Double("sky"u8, point.Sky);
        writer.Double("fwhm"u8, point.Fwhm);
    }

    static void Shape(BsonWriter writer, in ZtfPrvCandidate point)
    {
        writer.Double("mindtoedge"u8, point.Mindtoedge);
        writer.Double("seeratio"u8, point.Seeratio);
        writer.Double("aimage"u8, point.Aimage);
        writer.Double("bimage"u8, point.Bimage);
        writer.Double("elong"u8, point.Elong);
        writer.Int32("nneg"u8, point.Nneg);
        writer.Int32("nbad"u8, point.Nbad);
        writer.Double("rb"u8, point.Rb);
        writer.Double("ssdistnr"u8, point.Ssdistnr);
        writer.Double("ssmagnr"u8, point.Ssmagnr);
        writer.String("ssnamenr"u8, point.Ssnamenr);
        writer.Double("ranr"u8, point.Ranr);
        writer.Double("decnr"u8, point.Decnr);
    }

    static void Fluxes(BsonWriter writer, in ZtfPrvCandidate point)
    {
        writer.Double("psfFlux"u8, point.PsfFlux);
        writer.Double("psfFluxErr"u8, point.PsfFluxErr);
        writer.Double("snr_psf"u8, point.SnrPsf);
        writer.Double("apFlux"u8, point.ApFlux);
        writer.Double("apFluxErr"u8, point.ApFluxErr);
        writer.Double("snr_ap"u8, point.SnrAp);
        writer.String("band"u8, point.Band);
    }
}
