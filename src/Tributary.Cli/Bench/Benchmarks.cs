namespace Tributary.Cli;

/// <summary>Everything that can be measured by name.</summary>
internal static class Benchmarks
{
    /// <summary>All measurements.</summary>
    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("mnist-2nn-iid", "rounds to 97 %, three seeds.", (loader, threads, tell, cancellation) =>
            RoundsToTarget.RunAsync(loader, "mnist-2nn-iid", [0.97], threads, tell, cancellation)),
        new("mnist-2nn-shards", "rounds to 97 % with two digits a client, three seeds.", (loader, threads, tell, cancellation) =>
            RoundsToTarget.RunAsync(loader, "mnist-2nn-shards", [0.97], threads, tell, cancellation)),
        new("mnist-cnn-iid", "rounds to 98, 98.5 and 99 % over a grid of rates.", CnnRates.RunAsync),
        new("process", "time to the first line that the program prints, and the peak memory of a run.", ProcessCost.RunAsync),
        new("heart", "accuracy of four hospitals over 20 random splits, rates chosen on training loss.", HeartSplits.RunAsync),
        new("diloco", "loss and bytes of four sites that pre-train a GPT and meet every 50 steps, three seeds.",
            LowCommunication.RunAsync),
        new("flower-nanogpt", "loss by round of two sites that train a GPT of 10.8 million parameters, beside Flower's app.",
            FlowerNanoGpt.RunAsync),
        new("lora", "error and loss of five ways to average the adapters of three sites, three seeds.", AdapterRules.RunAsync),
        new("personal", "loss at ten authors of one adapter for all, one that is partly each author's own, and one that is wholly so.",
            PersonalAdapters.RunAsync),
        new("clients", "peak memory by number of virtual clients.", ClientMemory.RunAsync),
        new("aggregate", "100 updates of a million floats, from memory to the next model.", (_, threads, tell, cancellation) =>
            AggregateSpeed.RunAsync(threads, tell, cancellation)),
        new("privacy", "milliseconds for an epsilon of differential privacy.", (_, _, tell, cancellation) =>
            PrivacySpeed.RunAsync(tell, cancellation)),
        new("dp-mnist", "accuracy of DP-SGD on MNIST at epsilon 2 and 8.", PrivateImages.RunAsync),
        new("dp-heart", "accuracy of four hospitals that hide every patient, at epsilon 5, 1 and 0.1, ten splits.",
            PrivateHospitals.RunAsync),
        new("dp-ftrl", "loss of a small GPT whose users take turns, with independent and with correlated noise, five seeds.",
            CorrelatedSpeech.RunAsync),
        new("dp-speed", "what clipping every example costs beside ordinary training, and the noise apart.",
            (_, _, tell, cancellation) => GhostClipping.RunAsync(tell, cancellation)),
        new("security", "masking, opening and sharing a million parameters, on one thread.", (_, _, tell, cancellation) =>
            SecuritySpeed.RunAsync(tell, cancellation)),
    ];
}
