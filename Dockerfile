# The hosted worker. Two stages: the SDK builds machine code, a small image without a shell and without a framework runs it, as an unprivileged user.
# x64 with AVX2 (docs/operations.md, "Starting"); elsewhere than on x64 the framework is packed in instead, which was never tried.
FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev
WORKDIR /source
COPY . .
RUN dotnet publish src/Detainees.Bot -c Release --self-contained -o /app --nologo

FROM mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled-extra
WORKDIR /app
COPY --from=build /app .
# Nothing of a person may leave the process by a crash dump or a diagnostics port.
ENV DOTNET_EnableDiagnostics=0 \
    DOTNET_DbgEnableMiniDump=0
# Mount, writable for the user below: /var/lib/detainees (ciphertext), /run/detainees (tmpfs: epoch keys), /etc/detainees/secrets; read only: the
# team list and its signature in /etc/detainees, and a forms directory of your own (Forms:Directory). In a container desks reach it with
# DeskApi:Listen=http://0.0.0.0:5081 behind a proxy.
HEALTHCHECK --interval=30s --timeout=6s --start-period=20s CMD ["./Detainees.Bot", "health"]
USER $APP_UID
ENTRYPOINT ["./Detainees.Bot"]
