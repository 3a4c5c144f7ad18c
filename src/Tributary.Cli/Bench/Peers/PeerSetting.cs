using System.Runtime.Intrinsics.X86;

namespace Tributary.Cli;

/// <summary>Environment variables under which a peer may be at its best.</summary>
/// <param name="Name">A few words for the report.</param>
/// <param name="Variables">What its process is started with.</param>
internal sealed record PeerSetting(string Name, IReadOnlyDictionary<string, string> Variables)
{
    /// <summary>The variable that tells the simulation's peer how many processes share the clients.</summary>
    public const string Workers = "TRIBUTARY_PEER_WORKERS";

    /// <summary>Everything worth trying on so many threads.</summary>
    /// <param name="threads">The threads of a step, or of all processes together.</param>
    /// <param name="asInstalled">Whether the peer's own choice of kernels is to stand.</param>
    /// <param name="processes">Whether the work can also be shared by processes of one thread each.</param>
    public static IReadOnlyList<PeerSetting> For(int threads, bool asInstalled, bool processes = false)
    {
        List<PeerSetting> settings = [Of(1, 1)];
        if (threads > 1) settings.AddRange([Of(threads, 1), Of(threads, 1, active: true), Of(threads, threads)]);
        if (threads > 1 && processes) settings.Add(Of(1, 1).With($"{threads} processes", (Workers, $"{threads}")));
        // Releases older than the processor do not know it and take kernels for older ones: these variables name better ones.
        if (!asInstalled && Avx512F.IsSupported)
            settings.AddRange([.. settings.Select(setting => setting.With(
                "AVX-512 asked for", ("OPENBLAS_CORETYPE", "SkylakeX"), ("ATEN_CPU_CAPABILITY", "avx512")))]);
        return settings;
    }

    private static PeerSetting Of(int openMp, int blas, bool active = false) => new(
        $"OpenMP {openMp}{(active ? " active" : "")}, BLAS {blas}",
        new Dictionary<string, string>
        {
            ["OMP_NUM_THREADS"] = $"{openMp}",
            ["OPENBLAS_NUM_THREADS"] = $"{blas}",
            ["MKL_NUM_THREADS"] = $"{Math.Max(openMp, blas)}",
            ["OMP_WAIT_POLICY"] = active ? "active" : "passive",
        });

    private PeerSetting With(string words, params (string Name, string Value)[] variables)
    {
        var all = new Dictionary<string, string>(Variables);
        foreach ((string name, string value) in variables) all[name] = value;
        return new PeerSetting($"{Name}, {words}", all);
    }
}
