# syntax=docker/dockerfile:1
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
COPY . .
RUN dotnet publish src/DataMonitor.Daemon --configuration Release --output /app \
 && install -d -o 1654 -g 1654 /data /data/checks /data/alerts

# chiseled: no shell, no package manager; extra: time zones, without which schedules could not be read
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra
COPY --from=build /app /app
COPY --from=build --chown=1654:1654 /data /data
ENV DOTNET_EnableDiagnostics=0
USER 1654
WORKDIR /data
VOLUME /data
ENTRYPOINT ["/app/monitor"]
CMD ["serve"]
